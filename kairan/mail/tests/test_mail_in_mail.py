"""A whole mail inside another one: never encoded (RFC 2046 5.2.1)."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.address import Address
from kairan.mail.compose import Attachment, Letter, compose
from kairan.mail.compose.bodies import is_plain_mail
from kairan.mail.headers import FileName, Subject

INNER = b"Subject: Inside\nFrom: a@example.com\n\n.dot\nlast"


def composed(raw, media_type="message/rfc822"):
    return compose(
        Letter(
            sender=Address.parse("a@example.com"),
            to=[Address.parse("b@example.com")],
            subject=Subject("Outside"),
            text="See below.",
            date=datetime(2026, 6, 1, tzinfo=UTC),
            attachments=[Attachment(FileName("mail.eml"), media_type, raw)],
        )
    ).fill({})


def test_a_mail_in_a_mail_is_read_as_one():
    part = message_from_bytes(composed(INNER), policy=policy.default).get_payload()[-1]
    assert part["Content-Transfer-Encoding"] == "7bit"
    assert part.get_payload()[0]["Subject"] == "Inside"
    assert part.get_payload()[0].get_content().split() == [".dot", "last"]


@pytest.mark.parametrize("raw", ["é".encode(), b"x" * 999, b"a\0b"])
def test_what_would_have_to_be_encoded_cannot_travel_so(raw):
    assert not is_plain_mail(raw)
    with pytest.raises(ValueError, match="without being encoded"):
        composed(raw)


@given(st.text(st.characters(max_codepoint=127, exclude_characters="\0"), max_size=200))
def test_every_line_ends_as_the_wire_wants(text):
    raw = composed(text.encode())
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
