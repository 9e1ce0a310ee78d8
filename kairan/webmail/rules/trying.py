"""Which of the mail that somebody has a rule would fit; nothing is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from kairan.mail.parse import parse
from kairan.people.models import User
from kairan.webmail.folders import ASIDE
from kairan.webmail.models import Folder, Message
from kairan.webmail.reading.raw import with_bytes
from kairan.webmail.rules.deciding import Facts, Ruling, Subject, fits

MOST_TRIED = 1000
SHOWN = 20
_IN_BYTES = {Subject.FROM, Subject.TO, Subject.BODY}


@dataclass
class Trial:
    """How many mails were looked at, how many fit, and the first of these."""

    tried: int = 0
    count: int = 0
    shown: list[Message] = field(default_factory=list)


def candidates(person: User) -> QuerySet[Message]:
    """Return the mail that rules concern: all that came in and is not in trash or spam."""
    mine = Message.objects.visible_to(person)
    return mine.exclude(folder__kind__in=[*ASIDE, Folder.Kind.SENT])


def try_on(ruling: Ruling, person: User) -> Trial:
    """Try ``ruling`` on the last 1,000 mails of ``person``."""
    trial = Trial()
    newest = candidates(person)
    for message, facts in facts_of(newest.order_by("-pk")[:MOST_TRIED], ruling):
        trial.tried += 1
        if fits(ruling, facts):
            trial.count += 1
            if len(trial.shown) < SHOWN:
                trial.shown.append(message)
    return trial


def facts_of(messages: Iterable[Message], ruling: Ruling) -> Iterator[tuple[Message, Facts]]:
    """Yield each of ``messages`` with what ``ruling`` looks at; bytes are read in pieces."""
    needs_bytes = any(each.subject in _IN_BYTES for each in ruling.conditions)
    read = with_bytes(messages) if needs_bytes else ((each, b"") for each in messages)
    for message, raw in read:
        yield message, _facts(message, raw)


def _facts(message: Message, raw: bytes) -> Facts:
    return Facts(
        lambda: parse(raw),
        subject=message.subject,
        size=message.size,
        has_files=message.has_attachments,
    )
