"""Header values cannot hold a line break, whoever makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.headers import FieldName, FileName, HeaderValue, Subject, UnsafeHeader
from kairan.mail.message_id import MessageId, NotAMessageId, new, read_all, root_of

BREAKS = ["\r", "\n", "\0", "\x0b", "\x85", "\u2028", "\ud800"]


@pytest.mark.parametrize("sign", BREAKS)
@pytest.mark.parametrize("kind", [HeaderValue, Subject, FileName])
def test_a_control_character_is_refused(kind, sign):
    with pytest.raises(UnsafeHeader):
        kind(f"a{sign}b")
    assert kind.clean(f"a{sign}b") == "a b"


@given(text=st.text())
def test_clean_text_is_always_one_line(text):
    assert len(Subject.clean(text).splitlines()) <= 1
    assert "/" not in FileName.clean(text)


@pytest.mark.parametrize("name", ["Subject", "bcc", "X Y", "X:", "", "X\r\nBcc", "Content-Type"])
def test_a_field_name_that_would_mislead_is_refused(name):
    with pytest.raises(UnsafeHeader):
        FieldName(name)


@pytest.mark.parametrize("text", ["<a@b>\r\nBcc: x", "a@b", "<a b@c>", "<a@b><c@d>", ""])
def test_what_is_no_message_id_is_refused(text):
    with pytest.raises(NotAMessageId):
        MessageId(text)


def test_a_record_has_one_root_and_letters_have_ids_of_their_own():
    assert root_of("circulation:12", "example.jp") == "<circulation.12.thread@example.jp>"
    assert root_of("circulation:12", "example.jp") != root_of("circulation:13", "example.jp")
    assert new("example.jp") != new("example.jp")
    with pytest.raises(NotAMessageId):
        new("example.jp>\r\nBcc: x")


def test_ids_are_found_among_rubbish():
    assert read_all(" <a@b>\t(comment) nonsense <c@d>") == ["<a@b>", "<c@d>"]
