"""One letter leaves once, by an account of one's own, after the login that its server wants."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from kairan.delivery.testing import run_delivery
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft, Message
from kairan.webmail.tests.letters import post
from kairan.webmail.writing import beginnings
from kairan.webmail.writing.drafts import Written, save_draft
from kairan.webmail.writing.operations import send


def test_two_tabs_cannot_send_one_draft_twice(as_, aiko, writes, mail_server):
    account = writes(aiko, mail_server)
    client = as_(aiko)
    post(client, account, then="keep")
    draft = Draft.objects.get()
    url = f"/webmail/drafts/{draft.pk}/"

    first = post(client, account, url, key=draft.key)
    second = post(client, account, url, key=draft.key)
    run_delivery()

    assert first["Location"] == second["Location"]
    assert len(mail_server.accepted) == 3
    assert not Draft.objects.exists()


def test_a_double_click_on_send_sends_once(as_, aiko, writes, mail_server):
    account = writes(aiko, mail_server)
    client = as_(aiko)
    key = client.get("/webmail/letters/new/").context["form"]["key"].value()

    for _ in range(2):
        post(client, account, key=key, cc="", bcc="")
    run_delivery()

    assert len(mail_server.accepted) == 1


def test_a_draft_that_left_meanwhile_is_not_brought_back(aiko, writes, mail_server):
    account = writes(aiko, mail_server)
    written = Written(identity=account.identity, to="a@example.com")
    draft = save_draft(written, draft=beginnings.blank(aiko))
    stale = Draft.objects.get()
    send(draft, by=aiko)

    with pytest.raises(Refused, match="left already"):
        save_draft(written, draft=stale)

    assert not Draft.objects.exists()


def test_what_was_typed_survives_when_another_tab_throws_the_draft_away(as_, chidi, writes):
    with ScriptedSmtp() as smtp:
        account = writes(chidi, smtp)
        client = as_(chidi)
        post(client, account, then="keep")
        draft = Draft.objects.get()
        client.post(f"/webmail/drafts/{draft.pk}/removal/")

        post(
            client, account, f"/webmail/drafts/{draft.pk}/", key=draft.key, then="keep", body="new"
        )

    assert Draft.objects.get().body == "new"


@pytest.mark.parametrize("url", ["", "removal/"])
def test_a_draft_does_not_exist_for_others(as_, ben, chidi, account_of, url):
    draft = save_draft(Written(identity=account_of(ben).identity), draft=beginnings.blank(ben))

    assert as_(chidi).post(f"/webmail/drafts/{draft.pk}/{url}").status_code == 404


def test_a_letter_leaves_only_by_an_account_of_ones_own(as_, ben, chidi, account_of):
    theirs = account_of(ben)
    account_of(chidi)

    post(as_(chidi), theirs)

    assert not Message.objects.exists()


# --- POP before SMTP --------------------------------------------------------------------------


@pytest.mark.parametrize("authentication", ["standard", "apop"])
def test_pop_before_smtp_logs_in_with_the_accounts_own_login(as_, aiko, writes, authentication):
    with (
        ScriptedPop3(users={"mori": "sesame"}) as pop3,
        ScriptedSmtp(relays=lambda: bool(pop3.logins)) as smtp,
    ):
        mailbox = {
            "host": pop3.host, "port": pop3.port, "security": "none",
            "user": "mori", "password": "sesame", "authentication": authentication,
        }  # fmt: skip
        account = writes(
            aiko, smtp, incoming=mailbox,
            authentication="pop-before-smtp", login_counts_for=timedelta(minutes=10),
        )  # fmt: skip
        post(as_(aiko), account)
        run_delivery()

        assert len(smtp.accepted) == 3
        assert pop3.logins == [f"{'APOP' if authentication == 'apop' else 'USER'} mori"]


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_workers_of_one_click_send_once(aiko, writes):
    """Both requests are under way at the same moment."""
    if connections["default"].vendor == "sqlite":
        pytest.skip("In-memory SQLite has no second writer; its transactions come one by one.")
    with ScriptedSmtp() as smtp:
        account = writes(aiko, smtp)
        written = Written(identity=account.identity, to="a@example.com")
        draft = save_draft(written, draft=beginnings.blank(aiko))
        copies = [Draft.objects.get(pk=draft.pk) for _ in range(4)]
        ready, refusals = threading.Barrier(4), []

        def click(copy):
            ready.wait()
            try:
                send(save_draft(written, draft=copy), by=aiko)
            except Refused as refusal:
                refusals.append(str(refusal))
            finally:
                connections.close_all()

        clicks = [threading.Thread(target=click, args=[copy]) for copy in copies]
        for each in clicks:
            each.start()
        for each in clicks:
            each.join()

        assert len(refusals) == 3
        assert Message.objects.count() == 1
