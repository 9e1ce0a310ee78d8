"""One row of the table that tells which application mails whom: what happens, and what arrives.

An app's rows are the list ``ROWS`` in ``<app>/tests/mails.py``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from django.utils import translation
from django.utils.module_loading import module_has_submodule
from playwright.sync_api import Page

from kairan.shell.feature import features
from tests.journeys.cast import CAST
from tests.journeys.mails import Mail


class Stage(Protocol):
    """What a row has at hand while it acts."""

    prepared: Any
    """What its ``prepare`` returned."""

    def page(self, login_id: str) -> Page:
        """Return the page in front of which somebody of the cast sits, signed in."""

    def inside(self, function: Callable[..., Any], **given: Any) -> Any:
        """Call a function of the row's module inside the office; both ways as JSON values."""


@dataclass(frozen=True)
class Like:
    """Text that is not the same every time: the pattern it fits whole, and an example of it."""

    pattern: str
    example: str

    def __post_init__(self) -> None:
        """Refuse an example that the pattern does not fit."""
        if not fits(self.example, self):
            raise ValueError(f"{self.example!r} is not like {self.pattern!r}.")


Words = str | Like


@dataclass(frozen=True)
class File:
    """An attachment: its name, its media type, and ``check(content)``, which asserts the rest."""

    name: Words
    media_type: str
    check: Callable[[bytes], None]


@dataclass(frozen=True)
class Invitation:
    """The text/calendar part: its iTIP method, and ``check(content)``, which asserts the rest."""

    method: str
    check: Callable[[bytes], None]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One mail of an application.

    ``act`` does what makes it leave, and returns the page that says why none leaves while
    "Notification via E-mail" is not used. It runs twice, with mails and without, each time after
    ``prepare``, whose own mails do not count.
    """

    event: str
    """When it is sent, as a sentence: "A circular is sent"."""
    who: str
    """To whom: "Each of its recipients"."""
    act: Callable[[Stage], Page]
    to: Sequence[str]
    """The login IDs of all whom it is mailed to: at the addresses that each ticked, one each."""
    subject: Mapping[str, Words]
    """By language."""
    says: Mapping[str, Sequence[str]]
    """By language: what must stand in the text and in the HTML."""
    by: str | Mapping[str, str] = ""
    """Who acts and reads answers, for each reader where that differs; nobody where time acts."""
    prepare: Callable[[], Any] | None = None
    """Runs inside the office; what it returns, as JSON, is ``stage.prepared``."""
    afterwards: Callable[[], Any] | None = None
    """Runs inside the office at the end: undoes what would change the mails of other rows."""
    at: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The addresses of those who chose others than they ticked."""
    files: Sequence[File] = ()
    calendar: Invitation | None = None
    check: Callable[[Mail], None] | None = None
    """Asserts what else holds of each mail."""

    def addresses(self) -> dict[str, str]:
        """Return every address at which a mail of this row arrives, and whose it is."""
        return {
            address: login_id
            for login_id in self.to
            for address in self.at.get(login_id, CAST[login_id].ticked)
        }

    def actor(self, reader: str) -> str:
        """Return whose deed the mail to ``reader`` tells, or nothing."""
        return self.by if isinstance(self.by, str) else self.by[reader]


@dataclass(frozen=True)
class Told:
    """A row, the title of the application that it belongs to, and where that lives."""

    application: str
    room: str
    row: Row

    def __str__(self) -> str:
        return f"{self.application}: {self.row.event}"


def fits(text: str, words: Words) -> bool:
    """Whether ``text`` is what ``words`` expect."""
    if isinstance(words, Like):
        return re.fullmatch(words.pattern, text) is not None
    return text == words


def example(words: Words) -> str:
    """Return what stands for ``words`` where people read of them."""
    return words.example if isinstance(words, Like) else words


def rows() -> list[Told]:
    """Return the rows of every application, in the order of the menu."""
    found = []
    for feature in features():
        tests = f"{feature.name}.tests"
        if not module_has_submodule(feature.module, "tests"):
            continue
        if module_has_submodule(import_module(tests), "mails"):
            with translation.override("en"):
                title = str(feature.title)
            found += [
                Told(title, feature.name, row) for row in import_module(f"{tests}.mails").ROWS
            ]
    return found


def pick(where: Page, *names: str, field: str = "to") -> None:
    """Choose people by login ID, or groups by name, in the people picker of a form."""
    picker = where.locator(f"people-picker[data-name='{field}']")
    for name in names:
        before = picker.locator(".chosen > *").count()
        picker.locator("[role=combobox]").fill(name)
        picker.locator("[role=option]:not([aria-disabled])").first.click()
        picker.locator(".chosen > *").nth(before).wait_for()
