"""A line break in any field that reaches a header ends no header, and adds none.

Every form is also sent with harmless words and has to be taken then: else it proves nothing.
"""

from urllib.parse import quote

import pytest

from kairan.delivery.testing import server_row
from kairan.webmail.accounts import new_account, save_account

BREAKS = ["\r\n", "\n", "\r", "\u2028", "\x00\r\n"]
BOUNDARY = "----kairan"
PEOPLE = ["first_name", "middle_name", "last_name", "title", "department"]
SETTINGS = [
    *["company_name", "company_address", "fixed_address", "envelope_sender", "mailbox_address"],
    *["message_id_domain", "outgoing_host", "outgoing_user", "pop_host", "pop_user"],
]


@pytest.fixture(params=BREAKS, ids=ascii)
def evil(request):
    """Words, then a line break, a header of somebody else's, a recipient, and a second body."""
    lines = ["X-Injected: yes", "Bcc: chidi@example.test", "", "Hello"]
    return lambda words: request.param.join([words, *lines])


@pytest.fixture
def account(aiko, mail_server):
    """Aiko's account, whose letters leave through the server that keeps them."""
    row = server_row(mail_server)
    return save_account(
        new_account(aiko),
        about={"name": "Office", "sender_address": "aiko@example.test", "undo_seconds": 0},
        incoming={"host": "pop.example.test", "user": "aiko", "password": "secret"},
        outgoing={"host": row.host, "port": row.port, "security": "none"},
    )


@pytest.fixture
def forms(as_, aiko, ben, account, mail_server):
    """Each of our forms as a browser fills it, sent as Aiko with some fields filled otherwise."""
    browser = as_(aiko)
    details = {"language": "en", "time_zone": "UTC", "first_weekday": 0}
    sheets = {
        "circular": (
            "/circulation/new/",
            {"to": f"person:{ben.pk}", "priority": "normal", "then": "send", "subject": "Move"},
        ),
        "aiko": (
            f"/people/{aiko.pk}/details/",
            {**details, "login_id": "aiko", "first_name": "Aiko", "kind": "administrator"}
            | {"company": "aiko@example.test", "company_notified": "on"},
        ),
        "ben": (
            f"/people/{ben.pk}/details/",
            {**details, "login_id": "ben", "first_name": "Ben", "kind": "user"}
            | {"company": "ben@example.test", "company_notified": "on"},
        ),
        "settings": ("/mail-servers/settings/", settings_of(mail_server)),
        "account": (f"/webmail/accounts/{account.pk}/", account_of(account)),
        "letter": (
            "/webmail/letters/new/",
            {"to": "ben@example.test", "subject": "Hi", "body": "Hello"}
            | {"identity": account.identity.pk, "then": "send"},
        ),
    }

    def send(form, /, *, file=None, **otherwise):
        path, fields = sheets[form]
        body = multipart({**fields, **otherwise}, file)
        return browser.post(path, body, content_type=f"multipart/form-data; boundary={BOUNDARY}")

    return send


def settings_of(server):
    """Mail Server Settings that name ``server``."""
    ports = {f"{each}_port": 110 for each in ("pop", "mailbox", "incoming", "webmail")}
    timeouts = {
        f"{each}_timeout": 30 for each in ("outgoing", "pop", "mailbox", "incoming", "webmail")
    }
    security = {
        f"{each}_security": "none" for each in ("outgoing", "pop", "mailbox", "incoming", "webmail")
    }
    return {
        **ports,
        **timeouts,
        **security,
        "uses_notifications": "yes",
        "outgoing_host": server.host,
        "outgoing_port": server.port,
        "outgoing_authentication": "none",
        "outgoing_mechanism": "best",
        "outgoing_connections": 4,
        "outgoing_letters_per_connection": 100,
        "outgoing_letters_per_minute": 0,
        "outgoing_size_limit": 25,
        "pop_authentication": "standard",
        "pop_login_counts_for": 10,
        "sender_form": "office",
        "company_address": "office@example.test",
        "mailbox_choice": "none",
        "mailbox_authentication": "standard",
        "adds_message_id": "yes",
        "code": "UTF-8",
        "incoming_authentication": "standard",
        "webmail_authentication": "none",
        "webmail_mechanism": "best",
        "webmail_login_counts_for": 10,
    }


def account_of(account):
    """A mail account as its page shows it."""
    return {
        "name": "Office",
        "sender_address": "aiko@example.test",
        "leave": "always",
        "leave_days": 14,
        "undo_seconds": "0",
        "heads_over": "",
        "folder": account.folder_id,
        "in_host": "pop.example.test",
        "in_port": 110,
        "in_security": "none",
        "in_authentication": "standard",
        "in_timeout": 30,
        "in_user": "aiko",
        "in_password": "sesame",
        "out_host": account.outgoing.host,
        "out_port": account.outgoing.port,
        "out_security": "none",
        "out_authentication": "none",
        "out_mechanism": "best",
        "out_login_counts_for": 10,
        "out_timeout": 30,
    }


def multipart(fields, file):
    """The body of a form; the name of ``file`` travels as RFC 5987 has it, line breaks and all."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in fields.items()
    ]
    if file is not None:
        parts.append(
            f"Content-Disposition: form-data; name=\"attached\"; filename*=UTF-8''{quote(file)}\r\n"
            "Content-Type: text/plain\r\n\r\ncontent"
        )
    return "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts).encode() + (
        f"--{BOUNDARY}--\r\n".encode()
    )


def assert_nothing_injected(mail_server):
    """No captured letter has the header, at its top or in one of its parts, or the recipient."""
    assert mail_server.accepted
    for letter in mail_server.accepted:
        lines = letter.data.lower().replace(b"\r", b"\n").split(b"\n")
        assert not [line for line in lines if line.startswith((b"x-injected", b"bcc:"))]
        assert letter.recipients == ("ben@example.test",)
        assert b"\0" not in letter.data
        assert letter.data.count(b"\r") == letter.data.count(b"\n") == letter.data.count(b"\r\n")


@pytest.mark.parametrize("name", ["circular", "aiko", "ben", "settings", "account", "letter"])
def test_every_form_is_taken_with_harmless_words(forms, name):
    assert forms(name).status_code == 302


def test_a_file_arrives_under_its_name(forms, post_round):
    forms("letter", file="席次.txt")
    [letter] = post_round().to("ben@example.test")
    assert [part.get_filename() for part in letter.iter_attachments()] == ["席次.txt"]


def test_the_subject_of_a_circular(forms, mail_server, post_round, evil):
    forms("circular", subject=evil("Move"))
    forms("circular")
    post_round()
    assert_nothing_injected(mail_server)


def test_the_file_name_of_a_circular(forms, mail_server, post_round, evil):
    assert forms("circular", file=evil("plan") + ".txt").status_code == 302
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("field", PEOPLE)
def test_what_the_one_who_acts_is_called(forms, mail_server, post_round, evil, field):
    forms("aiko", **{field: evil("Aiko")})
    forms("circular")
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("field", ["first_name", "last_name", "company", "mobile", "home", "other"])
def test_the_name_and_addresses_of_a_recipient(forms, mail_server, post_round, evil, field):
    forms("ben", **{field: evil("ben@example.test"), f"{field}_notified": "on"})
    forms("circular")
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("field", SETTINGS)
def test_mail_server_settings(forms, mail_server, post_round, evil, field):
    forms("settings", **{field: evil("office@example.test")})
    forms("circular")
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("field", ["sender_name", "sender_address", "name"])
def test_a_mail_account(forms, mail_server, post_round, evil, field):
    forms("account", **{field: evil("aiko@example.test")})
    forms("letter")
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("field", ["subject", "to", "cc", "bcc"])
def test_a_letter(forms, mail_server, post_round, evil, field):
    forms("letter", **{field: evil("Ben <ben@example.test>")})
    forms("letter")
    post_round()
    assert_nothing_injected(mail_server)


def test_the_file_name_of_a_letter(forms, mail_server, post_round, evil):
    assert forms("letter", file=evil('pl"an') + ".txt").status_code == 302
    post_round()
    assert_nothing_injected(mail_server)
