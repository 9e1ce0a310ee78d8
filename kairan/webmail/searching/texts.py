"""What of a mail is searched: its subject, its people, the names of its files, its text.

Pure, and needs no Django: where there is much of it, a process beside does it.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kairan.fulltext.cutting import Cut, cut
from kairan.fulltext.documents import Document
from kairan.fulltext.members import Place
from kairan.mail.parse import Message as Parsed
from kairan.mail.parse.message import Body
from kairan.mail.parse.values import Address
from kairan.mail.plain_text import plain_text

if TYPE_CHECKING:
    from kairan.webmail.models import Message

log = logging.getLogger(__name__)

SUBJECT, FROM, TO, FILES = "s", "f", "t", "n"
FIELDS = SUBJECT + FROM + TO + FILES
ATTACHMENT = "attachment"

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment(at: datetime) -> int:
    """Return an aware moment as the index counts: in microseconds since 1970."""
    return (at - EPOCH) // _MICROSECOND


def as_datetime(at: int) -> datetime:
    """Return a moment of the index as an aware one."""
    return EPOCH + at * _MICROSECOND


def place(message: "Message") -> Place:
    """Return where a mail stands among those of its owner."""
    return Place(moment(message.arranged_at), message.pk)


@dataclass(frozen=True, slots=True)
class Telling:
    """What of a mail is searched beside its line; holds nothing of its bytes."""

    from_: tuple[Address, ...]
    to: tuple[Address, ...]
    files: tuple[str, ...]
    bodies: tuple[Body, ...]

    @classmethod
    def of(cls, parsed: Parsed) -> "Telling":
        """Return it for a mail that has been read."""
        files = tuple(each.name for each in parsed.attachments)
        return cls(parsed.from_, (*parsed.to, *parsed.cc, *parsed.bcc), files, parsed.bodies)

    @property
    def length(self) -> int:
        """How many characters its bodies have."""
        return sum(len(each.text) for each in self.bodies)


@dataclass(frozen=True, slots=True)
class Line:
    """What the row of a mail says: number, moment (as the index counts), what lists show."""

    number: int
    at: int
    subject: str
    correspondent: str
    preview: str
    has_attachments: bool

    @classmethod
    def of(cls, message: "Message") -> "Line":
        """Return it for the row of a mail."""
        return cls(
            message.pk,
            moment(message.arranged_at),
            message.subject,
            message.correspondent,
            message.preview,
            message.has_attachments,
        )


def cut_all(mails: Sequence[tuple[Line, Telling | None]]) -> Cut:
    """Return mails as they go into the index, the line alone of one that cannot be read."""
    return cut([_readable(line, telling) for line, telling in mails])


def _readable(line: Line, telling: Telling | None) -> Document:
    try:
        return document(line, telling)
    except Exception:
        log.exception("Mail %s cannot be read for the index; its line is indexed.", line.number)
        return document(line, None)


def document(line: Line, telling: Telling | None) -> Document:
    """Return what is searched of a mail; of one that cannot be read, what its row says."""
    fields = _of_row(line) if telling is None else _of_mail(line, telling)
    marks = {ATTACHMENT} if line.has_attachments else set()
    return Document(number=line.number, at=line.at, fields=fields, marks=frozenset(marks))


def _of_row(line: Line) -> dict[str, str]:
    return {SUBJECT: line.subject, FROM: line.correspondent, "": line.preview}


def _of_mail(line: Line, telling: Telling) -> dict[str, str]:
    return {
        SUBJECT: line.subject,
        FROM: _people(telling.from_),
        TO: _people(telling.to),
        FILES: " ".join(telling.files),
        "": _text(telling),
    }


def _people(addresses: Iterable[Address]) -> str:
    return ", ".join([f"{each.name} <{each.addr}>" for each in addresses])


def _text(telling: Telling) -> str:
    """Return all that a reader sees, in the order in which it is shown."""
    return "\n".join(
        plain_text(each.text) if each.type == "text/html" else each.text for each in telling.bodies
    )
