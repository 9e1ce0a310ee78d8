"""The contract of an app: how it introduces itself, and the questions the house may ask it.

An app is an ``AppConfig`` that subclasses :class:`Feature`. Whoever wants to know something from
all apps iterates over :func:`features` and never learns who answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, Protocol

from django.apps import AppConfig, apps
from django.utils.functional import Promise

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


@dataclass(frozen=True)
class Alarm:
    """Something that stops the office from working: a sentence, and the page that helps."""

    text: Text
    url: str = ""


@dataclass(frozen=True)
class Mailbox:
    """A mailbox on a POP3 server, as one asks whether somebody reads it."""

    host: str
    user: str


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

    def waiting_for(self, person: Person) -> int:  # noqa: ARG002
        """Return how many things here wait for an answer of ``person``."""
        return 0

    def personal(self) -> Sequence[Entry]:
        """Return the pages on which people settle this feature for themselves."""
        return ()

    def administration(self) -> Sequence[Entry]:
        """Return the pages on which administrators settle how this feature works."""
        return ()

    def readers_of(self, mailbox: Mailbox) -> Sequence[str]:  # noqa: ARG002
        """Return the names of the people who read ``mailbox`` here."""
        return ()

    def alarms(self) -> Sequence[Alarm]:
        """Return what stops this feature from doing its work now."""
        return ()


def features() -> list[Feature]:
    """Return every feature that is installed, in the order of the menu."""
    found = [config for config in apps.get_app_configs() if isinstance(config, Feature)]
    return sorted(found, key=lambda feature: (feature.menu_order, feature.label))


def menu() -> list[Feature]:
    """Return the features whose doors stand in the menu."""
    return [feature for feature in features() if feature.place is Place.MENU]
