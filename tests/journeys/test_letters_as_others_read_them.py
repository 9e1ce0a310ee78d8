"""What leaves, through a real Postfix: with and without Message-Id, in each kind of character code.

The reader is a foreign one, in another language: fast-mail-parser with Rust's encodings.
"""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from fast_mail_parser import parse_email

from kairan.apps.circulation.operations import Draft, circulate
from kairan.clock.rounds import rounds
from kairan.delivery.testing import run_delivery
from kairan.mailservers.models import MailServerSettings, OutgoingServer
from kairan.mailservers.operations import settle
from kairan.notices.preferences import switched_off
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.webmail.accounts import new_account, save_account
from tests.servers.patience import eventually

pytestmark = pytest.mark.servers

BEN = "ben@example.test"
# With the wave, to which Windows and Unix give different names.
JAPANESE = "社屋の移転 7～8月"
# Circled numbers and half-width kana: not every reader of these codes shows them.
UNSAFE_JAPANESE = "第①回 ﾊﾝｶｸ"
JAPANESE_CODES = {"ISO-2022-JP", "Shift_JIS"}
KOREAN = "사무실 이전 안내"
CYRILLIC = "Переезд офиса"
CODES = [
    ("UTF-8", "Umzug 移転 😀"),
    ("ISO-2022-JP", JAPANESE),
    ("Shift_JIS", JAPANESE),
    ("EUC-KR", KOREAN),
    ("KOI8-R", CYRILLIC),
]
CHARSET = re.compile(rb';\s*charset="?([\w-]+)"?', re.IGNORECASE)


@pytest.fixture
def server(aiko, postfix):
    """Mail Server Settings that name the real Postfix; changes are saved as the page does."""

    def settled(**changes):
        proposed = MailServerSettings.current()
        proposed.outgoing = proposed.outgoing or OutgoingServer(
            host="127.0.0.1", port=postfix.port, security="none"
        )
        proposed.company_address = "office@example.test"
        for name, value in changes.items():
            setattr(proposed, name, value)
        return settle(proposed)

    return settled


@pytest.fixture
def account(aiko, postfix):
    """Aiko's account, whose letters leave through the same Postfix."""
    return save_account(
        new_account(aiko),
        about={
            "name": "Office",
            "sender_name": "Aiko Mori",
            "sender_address": "aiko@example.test",
            "undo_seconds": 0,
        },
        incoming={"host": "pop.example.test", "user": "aiko", "password": "secret"},
        outgoing={"host": "127.0.0.1", "port": postfix.port, "security": "none"},
    )


def notification(aiko, ben, postfix, text):
    """Send a circular to Ben; return the bytes of the mail that arrives."""
    readers = Selection(people=(ben.pk,))
    circulate(Draft(subject=text, body=f"{text}\nEnd.", to=readers), author=aiko)
    for each in rounds():
        if each.name == "wording":
            each.run(timezone.now())
    return arrived(postfix)


def letter(browser, account, postfix, text):
    """Write a letter to Ben in WebMail, with a file; return the bytes of the mail that arrives."""
    form = {
        "identity": account.identity.pk,
        "to": f"{text[:6]} <{BEN}>",
        "subject": text,
        "body": f"{text}\nEnd.",
    }
    file = SimpleUploadedFile(f"{text[:6]}.txt", b"content")
    browser.post("/webmail/letters/new/", {**form, "then": "send", "attached": file})
    return arrived(postfix)


def arrived(postfix):
    run_delivery()
    [content] = eventually(lambda: postfix.mails(BEN))
    postfix.empty()
    return content


def header(content, name):
    """One header of a mail as it stands there, or nothing."""
    return re.search(rb"^%b: (.*)$" % name, head_of(content), re.IGNORECASE | re.MULTILINE)


@pytest.mark.parametrize(("code", "text"), CODES, ids=[code for code, _ in CODES])
def test_the_default_character_code(aiko, ben, as_, server, account, postfix, code, text):
    server(code=code)
    User.objects.filter(pk=ben.pk).update(language="ja" if code in JAPANESE_CODES else "en")

    for content in (
        notification(aiko, ben, postfix, text),
        letter(as_(aiko), account, postfix, text),
    ):
        read = parse_email(content)
        assert text in read.subject
        assert any(text in each for each in read.text_plain)
        assert {each.upper() for each in CHARSET.findall(content)} == {code.encode().upper()}
        subject = header(content, b"Subject")[1]
        assert subject.upper().startswith(b"=?%b?" % code.encode().upper()) or subject.isascii()
        assert f"=?{code.upper()}?".encode() in content.partition(b"\n\n")[0].upper()
    assert f"{text[:6]}.txt" in [each.filename for each in read.attachments]


@pytest.mark.parametrize("code", ["ISO-2022-JP", "US-ASCII", "EUC-KR"])
@pytest.mark.parametrize("text", ["移転 – Umzug – 😀 – переезд", UNSAFE_JAPANESE])
def test_a_letter_that_does_not_fit_goes_out_in_utf_8_whole(
    aiko, ben, as_, server, account, postfix, code, text
):
    server(code=code)

    for content in (
        notification(aiko, ben, postfix, text),
        letter(as_(aiko), account, postfix, text),
    ):
        read = parse_email(content)
        assert text in read.subject
        assert any(text in each for each in read.text_plain)
        assert {each.upper() for each in CHARSET.findall(content)} == {b"UTF-8"}


def test_message_id_is_added_and_bears_the_domain_that_was_set(
    aiko, ben, as_, server, account, postfix
):
    server(adds_message_id=True, message_id_domain="mail.minato.example")

    ids = [
        header(notification(aiko, ben, postfix, "Move"), b"Message-ID"),
        header(letter(as_(aiko), account, postfix, "Move"), b"Message-ID"),
    ]

    assert all(re.fullmatch(rb"<\S+@mail\.minato\.example>", each[1]) for each in ids)
    assert ids[0][1] != ids[1][1]


def test_message_id_is_not_added_where_it_is_not_wanted(aiko, ben, as_, server, account, postfix):
    server(adds_message_id=False)

    for content in (
        notification(aiko, ben, postfix, "Move"),
        letter(as_(aiko), account, postfix, "Move"),
    ):
        assert header(content, b"Message-ID") is None
        assert header(content, b"References") is None


def test_a_kind_of_mail_is_left_with_one_click_as_its_reader_got_it(
    aiko, ben, chidi, server, postfix
):
    """RFC 8058 3.1 and 3.2: both fields once, one HTTPS link, a POST without a cookie."""
    server(message_id_domain="minato.example", company_address="office@minato.example")
    content = notification(aiko, ben, postfix, "Move")
    fields = [line.partition(b":")[0].lower() for line in head_of(content).splitlines()]
    one_click = header(content, b"List-Unsubscribe-Post")[1].decode()
    link = header(content, b"List-Unsubscribe")[1].decode()
    path = link.strip("<>").removeprefix(settings.URL)
    robot = Client(enforce_csrf_checks=True)

    for name in (b"list-id", b"list-unsubscribe", b"list-unsubscribe-post"):
        assert fields.count(name) == 1
    assert header(content, b"List-Id")[1] == b"<circulation.delivered.minato.example>"
    assert re.fullmatch(r"<https://[!-~]+>", link)
    assert robot.get(path).status_code == 200
    assert switched_off(ben) == set()

    form = "application/x-www-form-urlencoded"
    assert robot.post(path, one_click, content_type=form).status_code == 200

    assert switched_off(ben) == {"circulation.delivered"}
    assert switched_off(chidi) == set()


def head_of(content):
    """The header section of a mail, each field on one line."""
    return re.sub(rb"\n[ \t]+", b" ", content.partition(b"\n\n")[0])
