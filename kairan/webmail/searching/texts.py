"""What of a mail is searched: its subject, its people, the names of its files, its text."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kairan.fulltext.documents import Document
from kairan.fulltext.members import Place
from kairan.mail.parse import Message as Parsed
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


def document(message: Message, parsed: Parsed | None) -> Document:
    """Return what is searched of a mail; of one that cannot be read, what its row says."""
    fields = _of_row(message) if parsed is None else _of_mail(message, parsed)
    marks = {ATTACHMENT} if message.has_attachments else set()
    return Document(
        number=message.pk, at=moment(message.arranged_at), fields=fields, marks=frozenset(marks)
    )


def _of_row(message: Message) -> dict[str, str]:
    return {SUBJECT: message.subject, FROM: message.correspondent, "": message.preview}


def _of_mail(message: Message, parsed: Parsed) -> dict[str, str]:
    return {
        SUBJECT: message.subject,
        FROM: _people(parsed.from_),
        TO: _people((*parsed.to, *parsed.cc, *parsed.bcc)),
        FILES: " ".join(each.name for each in parsed.attachments),
        "": _text(parsed),
    }


def _people(addresses: Iterable[Address]) -> str:
    return ", ".join(f"{each.name} <{each.addr}>" for each in addresses)


def _text(parsed: Parsed) -> str:
    """Return all that a reader sees, in the order in which it is shown."""
    return "\n".join(
        plain_text(each.text) if each.type == "text/html" else each.text for each in parsed.bodies
    )
