import pytest

from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.shell.feature import Mailbox, features
from kairan.webmail.models import Account, Draft
from kairan.webmail.writing.beginnings import blank
from kairan.webmail.writing.drafts import Written, save_draft

TYPED = {
    "name": "Office",
    "sender_name": "Ben Sato",
    "sender_address": "ben@example.test",
    "receives": "on",
    "leave": "always",
    "leave_days": "14",
    "colour": "blue",
    "in_host": "pop.example.test",
    "in_port": "110",
    "in_security": "none",
    "in_authentication": "apop",
    "in_timeout": "20",
    "in_user": "ben",
    "in_password": "sesame",
    "out_host": "smtp.example.test",
    "out_port": "25",
    "out_security": "none",
    "out_authentication": "pop-before-smtp",
    "out_mechanism": "best",
    "out_login_counts_for": "10",
    "out_timeout": "20",
    "out_user": "",
    "out_password": "",
}


def add(client, **changes):
    return client.post("/webmail/accounts/new/", {**TYPED, **folder_of(client), **changes})


def folder_of(client):
    """What the page of a new account proposes as folder, once there is any."""
    form = client.get("/webmail/accounts/new/").context["form"]
    return {"folder": form["folder"].value()} if "folder" in form.fields else {}


def test_one_adds_an_account_and_it_is_received_at_once(as_, ben):
    add(as_(ben))

    account = Account.objects.get()
    assert account.owner == ben
    assert account.is_default
    assert account.next_receive_at is not None
    assert account.incoming.password.reveal() == "sesame"
    assert account.outgoing.pop_account == account.incoming


def test_a_password_is_never_sent_back(as_, ben):
    client = as_(ben)
    add(client)

    page = client.get(f"/webmail/accounts/{Account.objects.get().pk}/").content.decode()

    assert "sesame" not in page


def test_an_empty_password_keeps_the_one_that_is_sealed(as_, ben):
    client = as_(ben)
    add(client)
    account = Account.objects.get()

    client.post(
        f"/webmail/accounts/{account.pk}/",
        {**TYPED, "folder": account.folder_id, "in_password": "", "in_timeout": "11"},
    )

    account = Account.objects.get()
    assert account.incoming.timeout == 11
    assert account.incoming.password.reveal() == "sesame"


ELSEWHERE = [
    ("in_host", "evil.example.test", "in_password"),
    ("in_port", "1110", "in_password"),
    ("in_authentication", "standard", "in_password"),
    ("in_user", "chidi", "in_password"),
    ("out_host", "evil.example.test", "out_password"),
    ("out_authentication", "auth", "out_password"),
]


@pytest.mark.parametrize(("field", "value", "asked"), ELSEWHERE)
def test_a_kept_password_goes_to_no_other_server(as_, aiko, ben, field, value, asked):
    add(as_(ben))
    account = Account.objects.get()
    url = f"/webmail/administration/{ben.pk}/accounts/{account.pk}/"

    page = as_(aiko).post(
        url, {**TYPED, "folder": account.folder_id, "in_password": "", field: value}
    )

    assert asked in page.context["form"].errors
    account = Account.objects.get()
    assert account.incoming.host == "pop.example.test"


def test_removing_an_account_hands_its_drafts_over(as_, ben, account_of):
    first, second = account_of(ben), account_of(ben, incoming={"user": "other"})
    draft = Draft.objects.create(owner=ben, identity=second.identity, subject="Half")

    as_(ben).post(f"/webmail/accounts/{second.pk}/removal/")

    draft.refresh_from_db()
    assert draft.account == first


def test_the_last_account_stays_while_there_are_drafts(as_, ben, account_of):
    account = account_of(ben)
    Draft.objects.create(owner=ben, identity=account.identity, subject="Half")

    response = as_(ben).post(f"/webmail/accounts/{account.pk}/removal/")

    assert response.status_code == 409
    assert Draft.objects.exists()


def test_what_answers_where_no_pop3_server_is_is_not_read_out(as_, ben, account_of):
    account = account_of(ben)
    account.trouble = {"kind": "wrong-protocol", "words": "INTERNAL-BANNER redis 7.0"}
    account.save()

    page = as_(ben).get("/webmail/accounts/").content.decode()

    assert "INTERNAL-BANNER" not in page
    assert 'class="note wait"' in page


def test_what_is_missing_gets_a_sentence_and_nothing_is_lost(as_, ben):
    response = add(as_(ben), in_host="http://pop.example.test", in_password="")

    page = response.content.decode()
    assert not Account.objects.exists()
    assert "http://pop.example.test" in page
    assert page.count('aria-invalid="true"') == 2


@pytest.mark.parametrize("url", ["", "removal/"])
def test_an_account_does_not_exist_for_others(as_, ben, chidi, account_of, url):
    account = account_of(ben)

    assert as_(chidi).post(f"/webmail/accounts/{account.pk}/{url}").status_code == 404


def test_a_locked_server_cannot_be_chosen(as_, ben):
    MailServerSettings(
        pk=1,
        incoming=IncomingServer.objects.create(host="pop.office.test", port=110, security="none"),
        incoming_is_locked=True,
        outgoing_webmail=OutgoingServer.objects.create(host="smtp.office.test", port=25),
        outgoing_webmail_is_locked=True,
    ).save()

    add(as_(ben), in_host="evil.example.test", out_host="evil.example.test")

    account = Account.objects.get()
    assert account.incoming.host == "pop.office.test"
    assert account.outgoing.host == "smtp.office.test"


def test_a_new_account_starts_with_what_the_office_uses(as_, ben):
    MailServerSettings(
        pk=1, incoming=IncomingServer.objects.create(host="pop.office.test", port=1234)
    ).save()

    form = as_(ben).get("/webmail/accounts/new/").context["form"]

    assert form["in_host"].value() == "pop.office.test"
    assert form["in_port"].value() == 1234


def test_an_administrator_edits_somebodys_account(as_, aiko, ben, account_of):
    account = account_of(ben)
    url = f"/webmail/administration/{ben.pk}/accounts/{account.pk}/"

    as_(aiko).post(url, {**TYPED, "folder": account.folder_id, "name": "Set by Aiko"})

    account.refresh_from_db()
    assert account.name == "Set by Aiko"


@pytest.mark.parametrize("url", ["", "{}/", "{}/accounts/new/"])
def test_account_settings_are_for_administrators(as_, ben, chidi, url):
    path = f"/webmail/administration/{url.format(ben.pk)}"

    assert as_(chidi).get(path).status_code == 403


def test_the_house_knows_who_reads_a_mailbox(ben, account_of):
    account_of(ben)
    mailbox = Mailbox(host="pop.example.test", user="ben")

    readers = [name for feature in features() for name in feature.readers_of(mailbox)]

    assert readers == [str(ben)]


def test_reading_the_mailbox_of_pop_before_smtp_is_warned_about(as_, ben):
    MailServerSettings(
        pk=1,
        outgoing=OutgoingServer.objects.create(
            host="smtp.example.test",
            authentication="pop-before-smtp",
            pop_account=IncomingServer.objects.create(host="pop.example.test", user="ben"),
        ),
    ).save()
    client = as_(ben)

    add(client)

    own = Account.objects.get().pk
    for url in ("/webmail/accounts/", f"/webmail/accounts/{own}/"):
        assert "(POP before SMTP)" in client.get(url).content.decode()


def screens(person, account):
    """Every screen of WebMail."""
    draft = save_draft(Written(identity=account.identity), draft=blank(person))
    of_person = f"/webmail/administration/{person.pk}/"
    return [
        "/webmail/",
        f"/webmail/folders/{account.folder_id}/",
        "/webmail/folders/",
        "/webmail/letters/new/",
        "/webmail/drafts/",
        f"/webmail/drafts/{draft.pk}/",
        "/webmail/accounts/",
        "/webmail/accounts/new/",
        f"/webmail/accounts/{account.pk}/",
        f"/webmail/messages/{account.messages.get().pk}/",
        "/webmail/administration/",
        of_person,
        f"{of_person}accounts/new/",
        f"{of_person}accounts/{account.pk}/",
    ]


def options(client, url):
    page = client.get(url).content.decode()
    return "general-options" in page and "/mail-servers/settings/" in page


def test_general_options_stand_on_every_screen_of_an_administrator(as_, aiko, received):
    account = received(aiko).account
    client = as_(aiko)

    assert [url for url in screens(aiko, account) if not options(client, url)] == []

    client.post(f"/webmail/administration/{aiko.pk}/use/", {"use": "no"})
    assert client.get("/webmail/").status_code == 403
    assert options(client, "/webmail/")


def test_general_options_are_for_administrators(as_, ben, received):
    account = received(ben).account
    client = as_(ben)

    assert [url for url in screens(ben, account) if options(client, url)] == []


def test_general_options_lead_everybody_to_their_own_accounts(as_, aiko, ben, received):
    account = received(ben).account
    client = as_(ben)

    for url in [*screens(ben, account)[:1], f"/webmail/accounts/{account.pk}/"]:
        menu = client.get(url).content.decode().partition('class="general-options"')[2]
        assert 'href="/webmail/accounts/"' in menu
    as_(aiko).post(f"/webmail/administration/{ben.pk}/use/", {"use": "no"})
    assert "general-options" not in client.get("/webmail/").content.decode()


def test_an_administrator_removes_somebodys_account_and_the_mail_stays(as_, aiko, ben, received):
    message = received(ben)
    url = f"/webmail/administration/{ben.pk}/accounts/{message.account_id}/removal/"

    assert as_(ben).post(url).status_code == 403
    as_(aiko).post(url)

    assert not Account.objects.exists()
    assert not IncomingServer.objects.exists()
    assert as_(ben).get(f"/webmail/messages/{message.pk}/").status_code == 200
