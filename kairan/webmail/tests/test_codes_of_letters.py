"""A writer chooses the character code of one letter."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kairan.delivery.testing import run_delivery
from kairan.mail.charsets import Code
from kairan.mailservers.models import MailServerSettings
from kairan.webmail.models import Draft, Message
from kairan.webmail.tests.letters import post, read
from kairan.webmail.writing.operations import send, take_back

PLAIN = {"to": "yui@example.jp", "cc": "", "bcc": ""}


@pytest.fixture
def desk(aiko, writes, mail_server):
    return writes(aiko, mail_server)


def code_of(mail):
    return mail.get_body(("plain",)).get_content_charset()


@pytest.mark.parametrize("code", [Code.ISO_2022_JP, Code.EUC_JP, Code.UTF_8, Code.SHIFT_JIS])
def test_a_letter_leaves_in_the_code_that_was_chosen(as_, aiko, desk, mail_server, code):
    MailServerSettings.objects.update(code=Code.GB18030.value)

    post(as_(aiko), desk, code=code.value, **PLAIN)
    run_delivery()

    [letter] = mail_server.accepted
    assert code_of(read(letter)) == code.value.lower()
    assert f"=?{code.value}?".encode() in letter.data


def test_without_a_choice_it_leaves_in_the_code_of_the_settings(as_, aiko, desk, mail_server):
    MailServerSettings.objects.update(code=Code.ISO_2022_JP.value)

    post(as_(aiko), desk, **PLAIN)
    run_delivery()

    assert code_of(read(mail_server.accepted[0])) == "iso-2022-jp"


@pytest.mark.parametrize(
    "where",
    [{"body": "①"}, {"subject": "①"}, {"to": '"①" <yui@example.jp>'}],
)
def test_what_does_not_fit_is_said_once_and_then_leaves_in_utf_8(
    as_, aiko, desk, mail_server, where
):
    client, key = as_(aiko), uuid4()
    typed = {**PLAIN, "code": "ISO-2022-JP", "key": key, **where}

    page = post(client, desk, **typed).content.decode()

    assert "“①” does not fit ISO-2022-JP: the letter would leave in UTF-8." in page
    assert not Message.objects.exists()
    post(client, desk, heeded="code", **typed)
    run_delivery()
    assert code_of(read(mail_server.accepted[0])) == "utf-8"


def test_nothing_is_asked_about_the_code_of_the_settings(as_, aiko, desk):
    MailServerSettings.objects.update(code=Code.ISO_2022_JP.value)

    assert post(as_(aiko), desk, body="①", **PLAIN).status_code == 302


def test_the_choice_is_kept_with_the_draft_and_comes_back_with_it(as_, aiko, desk):
    client = as_(aiko)
    post(client, desk, code="ISO-2022-JP", then="keep", **PLAIN)
    draft = Draft.objects.get()
    page = client.get(f"/webmail/drafts/{draft.pk}/")
    assert page.context["form"]["code"].value() == "ISO-2022-JP"

    send(draft, by=aiko, at=timezone.now() + timedelta(hours=1))
    take_back(draft)

    assert Draft.objects.get().code == "ISO-2022-JP"


def test_what_leaves_later_leaves_in_the_code_that_was_chosen(as_, aiko, desk, raw_of):
    at = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")

    post(as_(aiko), desk, code="ISO-2022-JP", leaves_at=at, **PLAIN)

    assert b"charset=ISO-2022-JP" in raw_of(Message.objects.get())


def test_a_code_that_is_none_is_no_choice(as_, aiko, desk):
    page = post(as_(aiko), desk, code="UTF-7", **PLAIN)

    assert "code" in page.context["form"].errors
