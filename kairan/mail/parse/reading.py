"""Puts a mail together from its head and its parts."""

import datetime
import re
from typing import TypedDict

from kairan.mail import charsets
from kairan.mail.parse import addresses, bodies, dates, heads, parameters, tree, words
from kairan.mail.parse.message import Attachment, Body, Message, Summary
from kairan.mail.parse.values import Address

_MESSAGE_ID = re.compile(rb"<([^<>]{1,900})>")
_PLAIN_ID = re.compile(rb"<[!-;=?-~]{1,900}>")
_ONE_ID = re.compile(rb"\s*+(<[!-;=?-~]{1,900}+>)\s*+")
_LONGEST_TEXT = 100_000
_MOST_REFERENCES = 1_000


class _Said(TypedDict):
    """What a head says, by all the names of Summary."""

    subject: str
    from_: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    sender: Address | None
    date: datetime.datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    defects: tuple[str, ...]
    raw_head: bytes
    charset: str


class _Read(_Said):
    """What a mail says, by all the names of Message."""

    text: str
    html: str
    bodies: tuple[Body, ...]
    attachments: tuple[Attachment, ...]
    calendars: tuple[Attachment, ...]


def headers_only(raw: bytes) -> Summary:
    """What the head of a mail says, without looking at its body. Never raises."""
    data = heads.prepare(raw)
    end, body_start = heads.BlankLines(data).first()
    with charsets.sparing():
        head, _ = heads.read(data, 0, end, body_start)
        charset = parameters.read(head.first(b"content-type")).get("charset", "")
        return Summary.of(_said(head, charset, set()))


def parse(raw: bytes, *, charset: str = "") -> Message:
    """The whole mail. Never raises; what is wrong is named in `defects`.

    A `charset` that a reader has chosen is what its texts are in, whatever their labels say; an
    encoded word keeps its own.
    """
    with charsets.sparing():
        found = tree.read(heads.prepare(raw))
        contents = bodies.read(found, chosen=charset)
        said = _Read(
            **_said(found.nodes[0].head, contents.charset, found.defects),
            text=contents.text,
            html=contents.html,
            bodies=contents.bodies,
            attachments=contents.attachments,
            calendars=contents.calendars,
        )
        return Message.of(said)


def _said(head: heads.Head, charset: str, defects: set[str]) -> _Said:
    sender = _people(head, b"sender", charset)
    date = _date(head, defects)
    if head.has_defect:
        defects.add("bad-header-line")
    if b"from" not in head.fields:
        defects.add("missing-from")
    return _Said(
        subject=words.decode_text(head.first(b"subject")[:_LONGEST_TEXT], charset),
        from_=_author(head, charset),
        to=_people(head, b"to", charset),
        cc=_people(head, b"cc", charset),
        bcc=_people(head, b"bcc", charset),
        reply_to=_people(head, b"reply-to", charset),
        sender=sender[0] if sender else None,
        date=date,
        message_id=next(iter(_ids(head, b"message-id")), ""),
        in_reply_to=_ids(head, b"in-reply-to"),
        references=_ids(head, b"references"),
        defects=tuple(sorted(defects)),
        raw_head=head.raw,
        charset=charset,
    )


def _people(head: heads.Head, name: bytes, charset: str) -> tuple[Address, ...]:
    """The addresses of all fields of that name."""
    fields = head.fields.get(name)
    if fields is None:
        return ()
    raw = fields[0] if len(fields) == 1 else b",".join(fields)
    return addresses.read(words.raw_text(raw[: addresses.LONGEST], charset))


def _author(head: heads.Head, charset: str) -> tuple[Address, ...]:
    """The addresses of the first From: there is but one (RFC 5322 3.6), another is a forger's."""
    raw = head.first(b"from")
    return addresses.read(words.raw_text(raw[: addresses.LONGEST], charset)) if raw else ()


def _date(head: heads.Head, defects: set[str]) -> datetime.datetime | None:
    raw = head.first(b"date")
    if not raw:
        defects.add("missing-date")
        return None
    text = words.raw_text(raw[:1000])
    date = dates.usual(text) or dates.read(words.one_line(words.decode_words(text)))
    if date is None:
        defects.add("bad-date")
    return date


def _ids(head: heads.Head, name: bytes) -> tuple[str, ...]:
    """The Message-IDs of a field in angle brackets, whatever else stands between them."""
    fields = head.fields.get(name)
    if fields is None:
        return ()
    raw = (fields[0] if len(fields) == 1 else b" ".join(fields))[-_LONGEST_TEXT:]
    one = _ONE_ID.fullmatch(raw)
    if one:
        return (one[1].decode("ascii"),)
    found = _PLAIN_ID.findall(raw)
    if found and len(found) == raw.count(b"<"):
        return tuple([each.decode("ascii") for each in found[-_MOST_REFERENCES:]])
    found = _MESSAGE_ID.findall(raw) or [word for word in raw.split()[:1] if b"@" in word]
    return tuple(_message_id(item) for item in found[-_MOST_REFERENCES:])


def _message_id(raw: bytes) -> str:
    return f"<{words.one_line(''.join(words.raw_text(raw).split()))}>"
