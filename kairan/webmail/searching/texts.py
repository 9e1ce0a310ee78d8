"""What of a mail is searched: its subject, its people, the names of its files, its text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kairan.fulltext.documents import Document
from kairan.fulltext.members import Place
from kairan.mail.parse import Message as Parsed
from kairan.mail.parse.message import Body
from kairan.mail.parse.values import Address
from kairan.mail.plain_text import plain_text
from kairan.webmail.models import Message

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


def place(message: Message) -> Place:
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


def document(message: Message, telling: Telling | None) -> Document:
    """Return what is searched of a mail; of one that cannot be read, what its row says."""
    fields = _of_row(message) if telling is None else _of_mail(message, telling)
    marks = {ATTACHMENT} if message.has_attachments else set()
    return Document(
        number=message.pk, at=moment(message.arranged_at), fields=fields, marks=frozenset(marks)
    )


def _of_row(message: Message) -> dict[str, str]:
    return {SUBJECT: message.subject, FROM: message.correspondent, "": message.preview}


def _of_mail(message: Message, telling: Telling) -> dict[str, str]:
    return {
        SUBJECT: message.subject,
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
