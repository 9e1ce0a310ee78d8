"""The contract of an app: how it introduces itself, and the questions the house may ask it.

An app is an ``AppConfig`` that subclasses :class:`Feature`. Whoever wants to know something from
all apps iterates over :func:`features` and never learns who answered.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.apps import AppConfig, apps
from django.db.models import QuerySet, Value
from django.db.models.expressions import BaseExpression
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from kairan.shell.asking import Counted, Questions
from kairan.shell.icons import icon

Text = str | Promise


class Person(Protocol):
    """Whoever is signed in, as far as the shell has to know them."""

    pk: int

    @property
    def is_administrator(self) -> bool:
        """Whether this person may change how the office works."""


class Place(Enum):
    """Where the door of a feature is drawn."""

    MENU = auto()
    BAR = auto()
    NOWHERE = auto()


@dataclass(frozen=True)
class Entry:
    """A line of a menu: what it says, where it leads."""

    title: Text
    url: str
    icon: str = "cog-6-tooth"

    @property
    def picture(self) -> SafeString:
        """Its icon."""
        return icon(self.icon)


@dataclass(frozen=True)
class Alarm:
    """Something that stops the office from working: a sentence, and the page that helps."""

    text: Text
    url: str = ""


class Taken(Enum):
    """What a feature did with an answer by mail."""

    NO = auto()
    """It is none of its business, or no answer: whoever acted reads it."""
    YES = auto()
    AND_READ_ON = auto()
    """It is taken, and whoever acted is to read it besides."""


@dataclass(frozen=True)
class Reply:
    """What somebody answered by mail to a notice of ``kind`` about a record, in their own words.

    Whoever hands it over has made sure that it is ``person``'s. ``key`` is the same for the same
    answer, however often it comes.
    """

    person: Person
    kind: str
    about: str
    text: str
    key: UUID

    @property
    def number(self) -> int:
        """The number of the record: what stands behind the colon of ``about``, else 0."""
        digits = self.about.partition(":")[2]
        return int(digits) if digits.isdecimal() else 0


@dataclass(frozen=True)
class Concern:
    """Something that a person should know on every page: the page that helps, a button that may.

    ``remedy`` names the button, and where its press is posted to.
    """

    text: Text
    page: Entry | None = None
    remedy: Entry | None = None


@dataclass(frozen=True)
class Mailbox:
    """A mailbox on a POP3 server, as one asks whether somebody reads it."""

    host: str
    user: str


@dataclass(frozen=True)
class Waiting:
    """Something that waits for an answer: what, where, from whom, until when."""

    title: str
    url: str
    detail: str = ""
    until: date | datetime | None = None


@dataclass(frozen=True)
class Appointment:
    """Something that happens to a person on a day; without ``starts_at``, all day long.

    Both moments are aware, and may lie on other days.
    """

    title: str
    url: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Due:
    """Something a person has still to do, by a day or by a moment (aware)."""

    title: str
    url: str
    due: date | datetime
    is_overdue: bool = False


@dataclass(frozen=True)
class Engagement:
    """What keeps a person busy now, as far as the asker may know, and until when (aware)."""

    title: str
    place: str
    until: datetime


class Feature(AppConfig):
    """Subclass in ``<app>/apps.py``; being installed is being part of the office."""

    default_auto_field = "django.db.models.BigAutoField"
    title: ClassVar[Text] = ""
    icon: ClassVar[str] = "squares-2x2"
    menu_order: ClassVar[int] = 100
    place: ClassVar[Place] = Place.MENU

    @property
    def prefix(self) -> str:
        """The first part of every URL of this feature."""
        return self.label.replace("_", "-")

    @property
    def door(self) -> str:
        """The name of the URL that opens this feature."""
        return f"{self.label}:index"

    def contents_in_use(self) -> Iterable[int]:
        """Return the numbers of kept bytes that rows here point to without a ``content_id``."""
        return ()

    def waits(self, person: Person) -> "QuerySet[Any] | None":  # noqa: ARG002
        """Return the rows that wait here for an answer of ``person``, if any ever do.

        The number beside the door is how many they are. Every page asks, so the question is worded
        once, by somebody whose ``pk`` is blank: what else differs between people or moments is a
        :class:`~kairan.shell.asking.Blank`.
        """
        return None

    def waiting_for(self, person: Person) -> int:
        """Return how many things here wait for an answer of ``person``."""
        rows = self.waits(person)
        if rows is None:
            return 0
        return int(Questions(lambda: {"waits": Counted(rows)}).answers(person)["waits"])

    def waiting(self, person: Person, most: int) -> Sequence[Waiting]:  # noqa: ARG002
        """Return up to ``most`` of the things that wait for ``person``, the most urgent first."""
        return ()

    def agenda(self, person: Person, day: date) -> Sequence[Appointment]:  # noqa: ARG002
        """Return what happens to ``person`` on ``day``, a day of the active time zone."""
        return ()

    def due(self, person: Person, day: date) -> Sequence[Due]:  # noqa: ARG002
        """Return what ``person`` has still to do up to the end of ``day``, in the active zone."""
        return ()

    def daily_hours(
        self,
        people: Collection[int],  # noqa: ARG002
    ) -> Mapping[int, tuple[time, Collection[int]]]:
        """Return at which hour, in their time zone, and on which weekdays (Monday is 0) those of
        ``people`` (ids) who settled it here get their daily mail.
        """
        return {}

    def owe_daily_mail(self, people: Collection[int], now: datetime) -> Collection[int]:  # noqa: ARG002
        """Return those of ``people`` (ids) for whom something that joins their daily mail is due
        at ``now`` (aware) and not announced yet.
        """
        return ()

    def daily_mail_pages(self) -> Sequence[Entry]:
        """Return the pages on which people settle when their daily mail comes."""
        return ()

    def engagements(
        self,
        viewer: Person,  # noqa: ARG002
        people: Collection[int],  # noqa: ARG002
        moment: datetime,  # noqa: ARG002
    ) -> Mapping[int, Engagement]:
        """Return what keeps ``people`` (ids) busy at ``moment`` (aware), as ``viewer`` sees it."""
        return {}

    def personal(self) -> Sequence[Entry]:
        """Return the pages on which people settle this feature for themselves, always the same."""
        return ()

    def administration(self) -> Sequence[Entry]:
        """Return the pages on which administrators settle how this works, always the same."""
        return ()

    def readers_of(self, mailbox: Mailbox) -> Sequence[str]:  # noqa: ARG002
        """Return the names of the people who read ``mailbox`` here."""
        return ()

    def unrest(self, person: Person) -> Sequence[BaseExpression]:  # noqa: ARG002
        """Return signs that there may be ``alarms``, or ``concerns`` of ``person``.

        While none of them is true, pages do not ask for either. Worded once, as ``waits`` is.
        """
        return (Value(value=True),)

    def alarms(self) -> Sequence[Alarm]:
        """Return what stops this feature from doing its work now."""
        return ()

    def part_with(self, group: int) -> None:  # noqa: ARG002
        """Settle here what belongs to the group with this id, which is about to be deleted."""
        return

    def take_reply(self, reply: Reply) -> Taken:  # noqa: ARG002
        """Do what an answer by mail says, where it concerns this feature.

        Raises ``Refused`` for what cannot be done any more: whoever acted reads the answer then.
        """
        return Taken.NO

    def concerns(self, person: Person) -> Sequence[Concern]:  # noqa: ARG002
        """Return what ``person`` should know on every page; asked where ``unrest`` says so."""
        return ()


def features() -> list[Feature]:
    """Return every feature that is installed, in the order of the menu."""
    found = [config for config in apps.get_app_configs() if isinstance(config, Feature)]
    return sorted(found, key=lambda feature: (feature.menu_order, feature.label))


def menu() -> list[Feature]:
    """Return the features whose doors stand in the menu."""
    return [feature for feature in features() if feature.place is Place.MENU]
