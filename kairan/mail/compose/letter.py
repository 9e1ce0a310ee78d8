"""A letter before it becomes bytes: what it says, from whom, with what, and where its slots are."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kairan.mail.address import Address
from kairan.mail.charsets import Code
from kairan.mail.headers import FieldName, FileName, HeaderValue, Subject
from kairan.mail.message_id import MessageId

# Noncharacters of Unicode, "intended for process-internal uses" (Unicode 23.7): they pass through
# templates, escaping and gettext untouched, and nobody can type them.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
MARKER = re.compile(f"{_OPEN}([a-z][a-z0-9_.-]{{0,39}}){_CLOSE}")
_STRAY = re.compile(f"[{_OPEN}{_CLOSE}]")
_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,39}")


def slot(name: str) -> str:
    """A place in a text, an HTML page or a header value that each recipient's value fills.

    `name` is lower case ASCII: letters, digits, `_`, `.`, `-`. The value is put in as plain text;
    in HTML it is escaped, so it may stand in an attribute or between tags.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a slot")
    return f"{_OPEN}{name}{_CLOSE}"


def without_slots(text: str) -> str:
    """`text` that people wrote, safe to stand in a letter: it cannot open a slot."""
    return _STRAY.sub("", text)


@dataclass(frozen=True, slots=True)
class Slot:
    """In place of an address or a Message-ID: each recipient's own, by name.

    The value of an address slot is `str(Address)`: `Name <addr>` or `addr`; empty leaves the whole
    header field out. The value of a Message-ID slot is the id with its angle brackets.
    """

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for a slot")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with the letter; `type` is its media type ("application/pdf")."""

    name: FileName
    type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image the HTML shows as `cid:<cid>`; `cid` is a word of ASCII letters, digits, `.@_-`."""

    cid: str
    name: FileName
    type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """An iCalendar object sent as a part of the alternatives (iMIP, RFC 6047).

    `method` is the iTIP method inside it: REQUEST, CANCEL, REPLY …
    """

    method: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One letter, the same for everybody but for its slots.

    `text` and `html` may hold `slot(name)`; lines end with LF. `date` is aware. `headers` come
    after the standard ones, in their order; their values may hold slots too. `message_id` None
    means that the bytes carry no Message-ID. `code` is the charset wanted: a letter of which any
    text, name or file name does not fit goes out in UTF-8, whole. `language` ("ja", "en") becomes
    Content-Language.
    """

    sender: Address | Slot
    to: Sequence[Address | Slot]
    subject: Subject
    text: str
    date: datetime.datetime
    html: str = ""
    cc: Sequence[Address | Slot] = ()
    reply_to: Sequence[Address | Slot] = ()
    message_id: MessageId | Slot | None = None
    in_reply_to: MessageId | None = None
    references: Sequence[MessageId] = ()
    headers: Sequence[tuple[FieldName, HeaderValue]] = ()
    attachments: Sequence[Attachment] = ()
    pictures: Sequence[Picture] = ()
    calendar: Calendar | None = None
    code: Code = Code.UTF_8
    language: str = ""

    @property
    def files(self) -> "list[Attachment | Picture]":
        """All that comes with the letter, attached or shown."""
        return [*self.attachments, *self.pictures]
