"""The header section of a letter, in the order people and servers expect."""

import re
from collections.abc import Sequence
from email.utils import format_datetime

from kairan.mail.address import Address
from kairan.mail.charsets import Code
from kairan.mail.compose import words
from kairan.mail.compose.holes import VALUE_LIMIT, Hole, Kind, Piece, mailbox_of
from kairan.mail.compose.letter import MARKER, Letter, Slot
from kairan.mail.headers import FieldName, FileName, HeaderValue, Subject, UnsafeHeader
from kairan.mail.message_id import MessageId

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,64}")
_TOKEN = re.compile(r"[A-Za-z0-9-]{1,35}")
_CID = re.compile(r"[A-Za-z0-9.@_+-]{1,200}")
_ASCII_LINE = re.compile(r"[\x20-\x7e]*")
_LONGEST_TOKEN = 900  # what is left of a line of 998 (RFC 5322 2.1.1) beside a field's name


def refuse_unsafe(letter: Letter) -> None:
    """Raise UnsafeHeader where anything of `letter` could not stand in a header.

    The types refuse it already; this holds for callers whom no type checker has read.
    """
    if letter.date.tzinfo is None:
        raise UnsafeHeader("The date of a letter needs its time zone.")
    Subject(letter.subject)
    for name, value in letter.headers:
        FieldName(name)
        HeaderValue(value)
    for message_id in (letter.message_id, letter.in_reply_to, *letter.references):
        if isinstance(message_id, str):
            MessageId(message_id)
    _check(_TOKEN, letter.language or "en")
    _refuse_unsafe_parts(letter)


def _refuse_unsafe_parts(letter: Letter) -> None:
    for one in letter.files:
        FileName(one.name)
        _check(_MEDIA_TYPE, one.type)
    for picture in letter.pictures:
        _check(_CID, picture.cid)
    if letter.calendar:
        _check(_TOKEN, letter.calendar.method)


def _check(allowed: re.Pattern[str], value: str) -> None:
    if not allowed.fullmatch(value):
        raise UnsafeHeader(f"{value[:60]!r} cannot stand in a header.")


def header(letter: Letter, code: Code) -> list[Piece]:
    """The fields of `letter` but those of MIME. Raises DoesNotFit."""
    pieces: list[Piece] = [f"Date: {format_datetime(letter.date)}\r\n".encode()]
    pieces += _mailboxes("From", [letter.sender], code)
    pieces += _mailboxes("Reply-To", letter.reply_to, code)
    pieces += _mailboxes("To", letter.to, code)
    pieces += _mailboxes("Cc", letter.cc, code)
    pieces.append(words.fold("Subject", words.text(letter.subject, code, after=len("Subject: "))))
    pieces += _message_id(letter.message_id)
    if letter.in_reply_to:
        pieces.append(words.fold("In-Reply-To", [letter.in_reply_to]))
    if letter.references:
        pieces.append(words.fold("References", letter.references))
    for name, value in letter.headers:
        pieces += _extra(name, value, code)
    if letter.language:
        pieces.append(f"Content-Language: {letter.language}\r\n".encode())
    return pieces


def _mailboxes(name: str, boxes: Sequence[Address | Slot], code: Code) -> list[Piece]:
    if not boxes:
        return []
    first = boxes[0]
    if len(boxes) == 1 and isinstance(first, Slot):
        return [Hole(Kind.FIELD, first.name, name)]
    pieces: list[Piece] = [f"{name}: ".encode()]
    after = len(name) + 1
    for box in boxes:
        if after == 0:
            pieces.append(b",\r\n ")
        if isinstance(box, Slot):
            pieces.append(Hole(Kind.ADDRESS, box.name))
        else:
            pieces.append(mailbox_of(box, code, after)[1:])
        after = 0
    return [*pieces, b"\r\n"]


def _message_id(message_id: MessageId | Slot | None) -> list[Piece]:
    if message_id is None:
        return []
    if isinstance(message_id, Slot):
        return [b"Message-ID: ", Hole(Kind.MESSAGE_ID, message_id.name), b"\r\n"]
    return [words.fold("Message-ID", [message_id])]


def _extra(name: str, value: str, code: Code) -> list[Piece]:
    """An extra field; structured ones are ASCII and stay so, others may need encoded words."""
    if MARKER.search(value):
        return _extra_with_slots(name, value)
    if not value.isascii():
        return [words.fold(name, words.text(value, code, after=len(name) + 2))]
    tokens = value.split(" ")
    if max(map(len, tokens)) > _LONGEST_TOKEN:
        raise UnsafeHeader(f"The field {name} is too long for a line.")
    return [words.fold(name, tokens)]


def _extra_with_slots(name: str, value: str) -> list[Piece]:
    pieces: list[Piece] = [f"{name}: ".encode()]
    split = MARKER.split(value)
    for static in split[::2]:
        _check(_ASCII_LINE, static)
    if len(name) + sum(map(len, split[::2])) + VALUE_LIMIT * len(split[1::2]) > _LONGEST_TOKEN:
        raise UnsafeHeader(f"The field {name} is too long for a line.")
    for at, piece in enumerate(split):
        pieces.append(Hole(Kind.HEADER, piece) if at % 2 else piece.encode())
    return [*pieces, b"\r\n"]
