"""What Mail Server Settings say about WebMail, as servers are told it through an account."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from kairan.delivery.models import Envelope
from kairan.delivery.testing import run_delivery
from kairan.mail.testing.identity import make_identity
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.mailservers import sending
from kairan.mailservers.models import OutgoingServer
from kairan.mailservers.tests.pages import Page
from kairan.mailservers.tests.slow import SlowPop3, SlowSmtp
from kairan.webmail.models import Account, Identity, Message
from kairan.webmail.receiving.operations import receive

MAIL = b"Subject: Hello\r\n\r\nHello.\r\n"
LETTER = {"to": "yui@example.jp", "subject": "x", "body": "x", "then": "send"}


@pytest.fixture
def page(as_, aiko):
    """Mail Server Settings, opened by the administrator."""
    return Page(as_(aiko))


@pytest.fixture
def identity(tmp_path):
    return make_identity(tmp_path)


def incoming(server, **changes):
    fields = {"host": server.host, "port": server.port, "security": "none", **changes}
    return {f"incoming_{name}": value for name, value in fields.items()}


def webmail(server, **changes):
    fields = {"host": server.host, "port": server.port, "security": "none", **changes}
    return {f"webmail_{name}": value for name, value in fields.items()}


def shown(form):
    """What the page of an account sends when one types no more than one has to."""
    fields = {name: form[name].value() for name in form.fields}
    fields = {name: value for name, value in fields.items() if value not in (None, False, "")}
    if isinstance(fields.get("out_login_counts_for"), timedelta):
        fields["out_login_counts_for"] = int(fields["out_login_counts_for"].total_seconds() // 60)
    return fields


def open_account(client, **typed):
    """Add an account as the page proposes it, with name, address and login only."""
    url = "/webmail/accounts/new/"
    proposed = shown(client.get(url).context["form"])
    own = {
        "name": "Office", "sender_address": "chidi@example.test",
        "in_user": "aiko", "in_password": "secret", "undo_seconds": "0",
    }  # fmt: skip
    form = {"in_host": "pop.test", "out_host": "smtp.test", **proposed, **own, **typed}
    answer = client.post(url, form)
    assert answer.status_code == 302, answer.context["form"].errors
    return Account.objects.with_servers().latest("pk")


def came(account):
    receive(Account.objects.with_servers().get(pk=account.pk))
    return Message.objects.filter(account=account, letter=None).count()


def sent(client, account):
    """Send a letter and return the envelope once delivery has tried."""
    client.post("/webmail/letters/new/", {**LETTER, "identity": account.identity.pk})
    run_delivery()
    return Envelope.objects.latest("pk")


# --- The incoming server ----------------------------------------------------------------------


@pytest.mark.field("incoming_host", "incoming_port", "incoming_security", "incoming_authentication")
def test_a_new_account_receives_as_the_office_does(page, as_, chidi):
    with ScriptedPop3([MAIL]) as server:
        page.saved(**incoming(server, authentication="apop"))

        assert came(open_account(as_(chidi))) == 1

        assert server.logins == ["APOP aiko"]


@pytest.mark.field("incoming_security", "incoming_verify_certificate")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_new_account_is_protected_as_the_office_is(page, as_, chidi, identity, security):
    tls = {"identity": identity, "implicit_tls": security == "tls"}
    with ScriptedPop3([MAIL], **tls) as server:
        page.saved(**incoming(server, security=security))
        assert came(open_account(as_(chidi))) == 0
        assert not server.logins

        page.saved(incoming_verify_certificate=None)
        assert came(open_account(as_(chidi))) == 1
        assert ("STLS" in server.commands) == (security == "starttls")


@pytest.mark.field("incoming_timeout")
def test_a_new_account_waits_as_long_as_the_office(page, as_, chidi):
    with SlowPop3([MAIL]) as server:
        page.saved(**incoming(server, timeout="1"))
        assert came(open_account(as_(chidi))) == 0
        page.saved(incoming_timeout="5")
        assert came(open_account(as_(chidi))) == 1


@pytest.mark.field("incoming_is_locked")
def test_a_locked_incoming_server_holds_for_accounts_that_exist(page, as_, chidi):
    same = {"UIDL": b"+OK\r\n1 same\r\n.\r\n"}
    another = MAIL.replace(b"Hello", b"Bye")
    with ScriptedPop3([MAIL], replies=same) as own, ScriptedPop3([another], replies=same) as office:
        client = as_(chidi)
        account = open_account(client, **{f"in_{k}": v for k, v in _place(own).items()})
        assert came(account) == 1

        page.saved(**incoming(office, host="localhost"), incoming_is_locked="on")
        assert came(account) == 2
        assert len(own.logins) == 1
        assert (
            "in_host" not in client.get(f"/webmail/accounts/{account.pk}/").context["form"].fields
        )

        with ScriptedPop3() as moved:
            page.saved(**incoming(moved))
            came(account)
            assert moved.logins == ["USER aiko"]
            assert len(office.logins) == 1


def _place(server):
    return {"host": server.host, "port": server.port, "security": "none"}


# --- The outgoing server for WebMail ----------------------------------------------------------


@pytest.mark.field("webmail_host", "webmail_port")
def test_a_new_account_sends_through_the_server_of_the_office(page, as_, chidi):
    with ScriptedSmtp() as server:
        page.saved(**webmail(server))
        client = as_(chidi)

        assert sent(client, open_account(client)).state == "accepted"

        assert server.accepted[0].recipients == ("yui@example.jp",)


@pytest.mark.field("webmail_security", "webmail_verify_certificate")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_new_account_sends_protected_as_the_office_does(page, as_, chidi, identity, security):
    with ScriptedSmtp(identity=identity, implicit_tls=security == "tls") as server:
        page.saved(**webmail(server, security=security))
        client = as_(chidi)
        assert sent(client, open_account(client)).state != "accepted"

        page.saved(webmail_verify_certificate=None)
        assert sent(client, open_account(client)).state == "accepted"
        assert ("STARTTLS" in server.commands) == (security == "starttls")


@pytest.mark.field("webmail_authentication", "webmail_mechanism")
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_new_account_logs_in_with_its_own_login_in_the_way_of_the_office(
    page, as_, chidi, identity, mechanism
):
    users = {"aiko": "secret"}
    with ScriptedSmtp(users=users, login_required=True, identity=identity) as server:
        way = {"authentication": "auth", "mechanism": mechanism, "security": "starttls"}
        page.saved(**webmail(server, **way, verify_certificate=None))
        client = as_(chidi)

        assert sent(client, open_account(client)).state == "accepted"

        assert server.logins == [f"{mechanism} aiko"]


@contextmanager
def relaying():
    """A POP3 server, and an SMTP server that relays after a login there."""
    with ScriptedPop3() as pop3, ScriptedSmtp(relays=lambda: bool(pop3.logins)) as smtp:
        yield pop3, smtp


@pytest.mark.field("webmail_authentication", "webmail_login_counts_for")
def test_a_new_account_makes_its_pop_login_as_long_as_it_counts_at_the_office(page, as_, chidi):
    with relaying() as (pop3, smtp):
        counts = {"authentication": "pop-before-smtp", "login_counts_for": "30"}
        page.saved(**incoming(pop3), **webmail(smtp, **counts))
        client = as_(chidi)
        account = open_account(client)

        assert sent(client, account).state == "accepted"

        assert pop3.logins == ["USER aiko"]
        server = OutgoingServer.objects.get(pk=account.outgoing_id)
        later = timezone.now()
        assert not sending.log_in_first(server, now=later + timedelta(minutes=25))
        assert sending.log_in_first(server, now=later + timedelta(minutes=31))


@pytest.mark.field("webmail_timeout")
def test_a_new_account_waits_for_smtp_as_long_as_the_office(page, as_, chidi):
    with SlowSmtp() as server:
        page.saved(**webmail(server, timeout="1"))
        client = as_(chidi)
        assert sent(client, open_account(client)).state != "accepted"
        page.saved(webmail_timeout="5")
        assert sent(client, open_account(client)).state == "accepted"


@pytest.mark.field("webmail_is_locked")
def test_a_locked_outgoing_server_holds_for_accounts_that_exist(page, as_, chidi):
    with relaying() as (pop3, office), ScriptedSmtp() as own:
        client = as_(chidi)
        typed = {f"in_{k}": v for k, v in _place(pop3).items()}
        typed |= {f"out_{k}": v for k, v in _place(own).items()}
        account = open_account(client, **typed, out_authentication="none")
        assert sent(client, account).state == "accepted"
        assert len(own.accepted) == 1

        page.saved(**webmail(office, authentication="pop-before-smtp"), webmail_is_locked="on")
        assert sent(client, account).state == "accepted"

        assert len(own.accepted) == len(office.accepted) == 1
        assert pop3.logins == ["USER aiko"]
        form = client.get(f"/webmail/accounts/{account.pk}/").context["form"]
        assert "out_host" not in form.fields


def test_what_is_not_locked_stays_as_people_have_it(page, as_, chidi):
    with ScriptedPop3([MAIL]) as own, ScriptedPop3() as office:
        account = open_account(as_(chidi), **{f"in_{k}": v for k, v in _place(own).items()})

        page.saved(**incoming(office))

        assert came(account) == 1
        assert not office.logins


def test_an_administrator_adds_changes_and_removes_identities_of_others(
    as_, aiko, ben, chidi, account_of
):
    account = account_of(ben)
    base = f"/webmail/administration/{ben.pk}"
    page = as_(aiko).get(f"{base}/accounts/{account.pk}/").content.decode()
    typed = {"name": "Sales", "address": "sales@example.test"}

    as_(aiko).post(f"{base}/accounts/{account.pk}/identities/new/", typed)
    added = Identity.objects.get(address="sales@example.test")
    assert f"{base}/identities/{account.identity.pk}/" in page
    assert added.account.owner == ben

    changed = as_(aiko).post(f"{base}/identities/{added.pk}/", {**typed, "name": "営業部"})
    assert changed.url == f"{base}/accounts/{account.pk}/"
    assert Identity.objects.get(pk=added.pk).name == "営業部"
    assert as_(chidi).post(f"{base}/identities/{added.pk}/removal/").status_code in {403, 404}
    elsewhere = f"/webmail/administration/{chidi.pk}/identities/{added.pk}/removal/"
    assert as_(aiko).post(elsewhere).status_code == 404

    as_(aiko).post(f"{base}/identities/{added.pk}/removal/")
    assert list(Identity.objects.filter(account=account)) == [account.identity]
