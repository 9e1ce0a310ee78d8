"""Which rules fit a mail, and what follows; pure. The rules come in their order."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from kairan.mail.parse import Address
from kairan.mail.parse import Message as Parsed
from kairan.mail.plain_text import plain_text

LONGEST_TEXT = 200_000
KILOBYTE = 1024


class Subject(StrEnum):
    """What of a mail a condition looks at."""

    FROM = "from"
    TO = "to"
    SUBJECT = "subject"
    BODY = "body"
    SIZE = "size"
    FILES = "files"


class Comparison(StrEnum):
    """How it looks. Texts are compared without regard to case, width and runs of blanks."""

    CONTAINS = "contains"
    LACKS = "lacks"
    IS = "is"
    LARGER = "larger"
    SMALLER = "smaller"
    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True)
class Condition:
    """One thing that holds of a mail or not; ``value`` is a text, or a number of kilobytes."""

    subject: Subject
    test: Comparison
    value: str = ""


@dataclass(frozen=True)
class Deeds:
    """What is done with a mail. Folders and labels are numbers; the trash is a folder too."""

    folder: int | None = None
    labels: frozenset[int] = frozenset()
    is_starred: bool = False
    is_read: bool = False
    forward_to: tuple[str, ...] = ()

    def then(self, later: "Deeds") -> "Deeds":
        """Return both together: of two folders the first counts, of all else everything."""
        fresh = (each for each in later.forward_to if each not in self.forward_to)
        return Deeds(
            folder=later.folder if self.folder is None else self.folder,
            labels=self.labels | later.labels,
            is_starred=self.is_starred or later.is_starred,
            is_read=self.is_read or later.is_read,
            forward_to=(*self.forward_to, *fresh),
        )


@dataclass(frozen=True)
class Ruling:
    """A rule: when all (or any) of its conditions hold, its deeds are done; then maybe no more."""

    number: int
    conditions: Sequence[Condition]
    needs_all: bool
    deeds: Deeds
    stops: bool = False


@dataclass(frozen=True)
class Decision:
    """What is done with one mail, and the numbers of the rules that fit, in their order."""

    deeds: Deeds = field(default_factory=Deeds)
    rules: tuple[int, ...] = ()


class Facts:
    """What conditions look at in one mail; it is read when one asks for what only its bytes say."""

    def __init__(
        self, read: Callable[[], Parsed], *, subject: str, size: int, has_files: bool
    ) -> None:
        self.size = size
        self.has_files = has_files
        self._read = read
        self._texts: dict[Subject, str] = {Subject.SUBJECT: comparable(subject)}

    @cached_property
    def _parsed(self) -> Parsed:
        return self._read()

    def text(self, subject: Subject) -> str:
        """Return one text, as it is compared."""
        if subject not in self._texts:
            self._texts[subject] = comparable(self._as_written(subject))
        return self._texts[subject]

    def _as_written(self, subject: Subject) -> str:
        if subject is Subject.BODY:
            return (self._parsed.text or plain_text(self._parsed.html))[:LONGEST_TEXT]
        return " ".join(f"{each.name} <{each.addr}>" for each in self._people(subject))

    def addresses(self, subject: Subject) -> set[str]:
        """Return the addresses and names of From, or of To and Cc, as they are compared."""
        people = self._people(subject)
        return {comparable(each) for person in people for each in (person.addr, person.name)}

    def _people(self, subject: Subject) -> Sequence[Address]:
        mail = self._parsed
        return mail.from_ if subject is Subject.FROM else (*mail.to, *mail.cc)


def comparable(text: str) -> str:
    """Return ``text`` as it is compared: without case, width and runs of blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def decide(rules: Iterable[Ruling], facts: Facts) -> Decision:
    """Return what ``rules``, in their order, want done with the mail of ``facts``."""
    deeds, fitting = Deeds(), []
    for rule in rules:
        if fits(rule, facts):
            deeds = deeds.then(rule.deeds)
            fitting.append(rule.number)
            if rule.stops:
                break
    return Decision(deeds, tuple(fitting))


def fits(rule: Ruling, facts: Facts) -> bool:
    """Whether a rule fits a mail; one without conditions fits none."""
    results = (holds(each, facts) for each in rule.conditions)
    return bool(rule.conditions) and (all(results) if rule.needs_all else any(results))


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether one condition holds of a mail."""
    match condition.test:
        case Comparison.PRESENT:
            return facts.has_files
        case Comparison.ABSENT:
            return not facts.has_files
        case Comparison.LARGER:
            return facts.size > _bytes(condition.value)
        case Comparison.SMALLER:
            return facts.size < _bytes(condition.value)
        case _:
            return _holds_of_text(condition, facts)


def _holds_of_text(condition: Condition, facts: Facts) -> bool:
    wanted = comparable(condition.value)
    if condition.test is Comparison.IS and condition.subject in (Subject.FROM, Subject.TO):
        return wanted in facts.addresses(condition.subject)
    text = facts.text(condition.subject)
    match condition.test:
        case Comparison.IS:
            return text == wanted
        case Comparison.LACKS:
            return wanted not in text
        case _:
            return wanted in text


def _bytes(kilobytes: str) -> int:
    return int(kilobytes) * KILOBYTE
