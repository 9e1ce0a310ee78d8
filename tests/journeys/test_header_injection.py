"""A line break in any field that reaches a header ends no header, and adds none."""

import pytest
from django.utils.timezone import now

from kairan.delivery.testing import server_row
from kairan.mailservers.models import MailServerSettings
from kairan.people.models import User
from kairan.webmail.accounts import new_account, save_account
from kairan.webmail.models import Account

BREAKS = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\x0b", "\x0c", "\x00\r\n"]
INJECTED = "X-Injected: yes"


def evil(text, line_break):
    """``text``, then a line break, a header of somebody else's, and a second body."""
    return f"{text}{line_break}{INJECTED}{line_break}Bcc: chidi@example.test{line_break * 2}Hello"


@pytest.fixture(params=BREAKS, ids=ascii)
def line_break(request):
    return request.param


@pytest.fixture
def post(as_, aiko):
    """Send one of our forms as Aiko, as a browser would."""
    browser = as_(aiko)
    return lambda path, **fields: browser.post(path, fields)


def assert_nothing_injected(mail_server):
    """No captured letter has the header, at its top or in one of its parts, or the recipient."""
    for letter in mail_server.accepted:
        lines = letter.data.replace(b"\r", b"\n").split(b"\n")
        heads = [line.lower() for line in lines]
        assert not [line for line in heads if line.startswith((b"x-injected", b"bcc:"))]
        assert letter.recipients != ("chidi@example.test",)
        assert b"\0" not in letter.data
        assert letter.data.count(b"\r") == letter.data.count(b"\n") == letter.data.count(b"\r\n")


def circulate_by_form(post, ben, **fields):
    """Send a circular to Ben through the page that people use."""
    sent = {"to": f"person:{ben.pk}", "priority": "normal", "then": "send", "subject": "Move"}
    return post("/circulation/new/", **{**sent, **fields})


def test_the_subject_of_a_circular(post, ben, mail_server, post_round, line_break):
    circulate_by_form(post, ben, subject=evil("Move", line_break))
    post_round()
    assert_nothing_injected(mail_server)


def test_the_text_and_the_file_name_of_a_circular(post, ben, mail_server, post_round, line_break):
    file = _File(evil("plan", line_break) + ".txt")
    circulate_by_form(post, ben, body=evil("Boxes.", "\r\n\r\n.\r\n"), attached=file)
    letters = post_round().sent
    assert len(letters) == 1
    for letter in mail_server.accepted:
        head = letter.data.partition(b"\r\n\r\n")[0]
        assert b"x-injected" not in head.lower()
        assert b"\0" not in letter.data


@pytest.mark.parametrize("field", ["first_name", "middle_name", "last_name", "title", "department"])
def test_the_name_of_the_one_who_acts(post, aiko, ben, mail_server, post_round, line_break, field):
    told = {"login_id": "aiko", "first_name": "Aiko", "last_name": "Mori", "language": "en"}
    own = {"time_zone": "UTC", "first_weekday": "monday", "company": "aiko@example.test"}
    changed = {**told, **own, "kind": "administrator", field: evil("Aiko", line_break)}
    post(f"/people/{aiko.pk}/details/", **changed)
    post("/people/me/", **changed)
    circulate_by_form(post, ben)
    assert post_round().to("ben@example.test")
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("kind", ["company", "mobile", "home", "other"])
def test_the_address_of_a_recipient(post, ben, mail_server, post_round, line_break, kind):
    told = {"login_id": "ben", "first_name": "Ben", "language": "ja", "time_zone": "Asia/Tokyo"}
    addresses = {kind: evil("ben@example.test", line_break), f"{kind}_notified": "on"}
    post(f"/people/{ben.pk}/details/", **told, first_weekday="monday", kind="user", **addresses)
    assert User.objects.get(pk=ben.pk).addresses.filter(address__contains="njected").count() == 0
    circulate_by_form(post, ben)
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize(
    "field",
    ["company_name", "company_address", "fixed_address", "envelope_sender", "mailbox_address",
     "message_id_domain", "outgoing_host", "outgoing_user", "pop_host", "pop_user"],
)  # fmt: skip
def test_mail_server_settings(post, ben, mail_server, post_round, line_break, field):
    form = {
        "uses_notifications": "True",
        "outgoing_host": mail_server.host,
        "outgoing_port": mail_server.port,
        "outgoing_security": "none",
        "outgoing_authentication": "none",
        "sender_form": "office",
        "company_address": "office@example.test",
        "code": "utf-8",
        "adds_message_id": "True",
    }
    post("/mail-servers/settings/", **{**form, field: evil("office@example.test", line_break)})
    settings = MailServerSettings.current()
    assert "\n" not in "".join(str(value) for value in vars(settings).values())
    circulate_by_form(post, ben)
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("field", ["sender_name", "sender_address", "name"])
def test_a_mail_account(post, account, mail_server, post_round, line_break, field):
    form = {
        "name": "Office",
        "sender_address": "aiko@example.test",
        "leave": "always",
        "leave_days": 14,
        "folder": account.folder_id,
        "in_user": "aiko",
    }
    post(f"/webmail/accounts/{account.pk}/", **{**form, field: evil("Aiko", line_break)})
    write(post, account)
    post_round()
    assert_nothing_injected(mail_server)


@pytest.mark.parametrize("field", ["subject", "to", "cc", "bcc"])
def test_a_letter(post, account, mail_server, post_round, line_break, field):
    write(post, account, **{field: evil("Ben <ben@example.test>", line_break)})
    post_round()
    assert_nothing_injected(mail_server)


def test_the_file_name_of_a_letter(post, account, mail_server, post_round, line_break):
    write(post, account, attached=_File(evil('pl"an', line_break) + ".txt"))
    assert post_round().to("ben@example.test")
    assert_nothing_injected(mail_server)


@pytest.fixture
def account(aiko, mail_server):
    """Aiko's account, whose letters leave through the server that keeps them."""
    row = server_row(mail_server)
    return save_account(
        new_account(aiko),
        about={"name": "Office", "sender_address": "aiko@example.test"},
        incoming={"host": "pop.example.test", "user": "aiko", "password": "secret"},
        outgoing={"host": row.host, "port": row.port, "security": "none"},
    )


def write(post, account, **fields):
    """Write a letter to Ben through the page that people use."""
    letter = {"account": account.pk, "to": "ben@example.test", "subject": "Hi", "body": "Hello"}
    return post("/webmail/letters/new/", **{**letter, "then": "send", **fields})


class _File:
    """A file whose name travels as RFC 5987 has it, so that a line break can be in it."""

    def __init__(self, name):
        self.name = name
        self.content_type = "text/plain"

    def read(self):
        return b"content"


def test_the_tests_send_what_a_browser_could(post, account, mail_server, post_round):
    write(post, account, subject="Moved", attached=_File("plan.txt"))
    [letter] = post_round().to("ben@example.test")
    assert letter["Subject"] == "Moved"
    assert [part.get_filename() for part in letter.iter_attachments()] == ["plan.txt"]
    assert Account.objects.get().next_receive_at <= now()
