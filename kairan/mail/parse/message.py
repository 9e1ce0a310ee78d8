"""What a received mail says, as plain values: who, when, what, and what came with it."""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from kairan.mail.parse import heads, transfer, words
from kairan.mail.parse.values import Address

MOST_HEADERS = 20_000
"""Fields of one head that are listed; no honest mail has a hundredth of them."""


@dataclass(frozen=True)
class Header:
    """One header field in the order it came: its name, its unfolded raw bytes, its readable value.

    `charset` is what raw 8-bit text in it is read as when it is not UTF-8.
    """

    name: str
    raw: bytes
    charset: str = ""

    @cached_property
    def value(self) -> str:
        """The field decoded for reading, on one line, without control characters."""
        return words.decode_text(self.raw, self.charset)


@dataclass(frozen=True)
class Body:
    """One text the reader shows: `type` is "text/plain" or "text/html"."""

    type: str
    text: str


@dataclass(frozen=True)
class Attachment:
    """One part that is not shown as text. The bytes are decoded when they are first asked for."""

    name: str
    type: str
    charset: str = ""
    content_id: str = ""
    location: str = ""
    disposition: str = ""
    encoded: bytes | memoryview = field(default=b"", repr=False)
    encoding: str = ""

    @property
    def is_inline(self) -> bool:
        """Is it meant to appear inside the HTML, by its Content-ID, rather than beside it?"""
        return self.disposition != "attachment" and bool(self.content_id)

    @cached_property
    def data(self) -> bytes:
        """The decoded bytes. Broken base64 or quoted-printable yields what can be saved of it."""
        return transfer.decode(bytes(self.encoded), self.encoding)[0]

    @cached_property
    def size(self) -> int:
        """Length of the decoded bytes."""
        return len(self.data)

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the decoded bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Summary:
    """What the head of a mail says; enough for a list.

    `date` is aware, in the sender's offset, or None. Message-IDs keep their angle brackets.
    `raw_head` is the head as it came; `charset` what 8-bit text in it was read as.
    """

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
    raw_head: bytes = field(repr=False)
    charset: str = field(repr=False)

    @classmethod
    def of(cls, said: Mapping[str, object]) -> Self:
        """What has all the values `said`, by name: set at once, where `cls(...)` sets each alone,
        which takes a twentieth of the time in which a mail is read."""
        made = object.__new__(cls)
        made.__dict__.update(said)
        return made

    @property
    def head(self) -> bytes:
        """The unfolded head, a field per line."""
        return heads.unfolded(self.raw_head)

    @cached_property
    def headers(self) -> tuple[Header, ...]:
        """Every field of the head in order, the first MOST_HEADERS of them."""
        lines = self.head.split(b"\n", MOST_HEADERS)[:MOST_HEADERS]
        pairs = (line.partition(b":") for line in lines)
        return tuple(
            Header(name.strip().decode("latin-1"), value.strip(), self.charset)
            for name, colon, value in pairs
            if colon
        )

    def header(self, name: str) -> str:
        """The readable value of the first header of that name (any case), or ""."""
        wanted = name.lower()
        return next((header.value for header in self.headers if header.name.lower() == wanted), "")


@dataclass(frozen=True)
class Message(Summary):
    """A whole mail. `text` and `html` are all inline bodies of their kind.

    `html` is as it came and NOT safe to show: `kairan.mail.clean_html` makes it so.

    `bodies` are those a reader shows, in order: of each alternative only the richest.
    `calendars` are the text/calendar parts, which are in `attachments` too.
    """

    text: str
    html: str
    bodies: tuple[Body, ...]
    attachments: tuple[Attachment, ...]
    calendars: tuple[Attachment, ...]


def without_files(mail: Message) -> Message:
    """Return what ``mail`` says with the names of its files and not their bytes."""
    if not mail.attachments:
        return mail
    bare = tuple([replace(each, encoded=b"") for each in mail.attachments])
    return replace(
        mail,
        attachments=bare,
        calendars=tuple([each for each in bare if each.type == "text/calendar"]),
    )
