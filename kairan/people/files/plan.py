"""What a file of people would do, before it is done: who is new, who changes, what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kairan.people.details import Details
from kairan.people.files.columns import ADDRESSES, groups_in
from kairan.people.files.reading import Row
from kairan.people.forms.addresses import readable_address
from kairan.people.models import User

MOST_PASSWORDS = 500
_DETAILS = [each.name for each in fields(Details)]
_KEPT_WHEN_EMPTY = {"language", "time_zone", "kind", "first_weekday"}
_NEEDED = ("login_id", "first_name")


@dataclass(frozen=True)
class Entry:
    """One person of the file, as they will be."""

    number: int
    person: User
    is_new: bool
    changes: bool
    addresses: dict[str, str]
    groups: list[str] | None
    password: str


@dataclass(frozen=True)
class Flaw:
    """A line that cannot be imported, and the sentence that says why."""

    number: int
    sentence: str


@dataclass
class Plan:
    """All that a file would do."""

    entries: list[Entry] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def new(self) -> list[Entry]:
        """Those who are not on record yet."""
        return [entry for entry in self.entries if entry.is_new]

    @property
    def known(self) -> list[Entry]:
        """Those whose details change."""
        return [entry for entry in self.entries if not entry.is_new]


def plan(rows: list[Row]) -> Plan:
    """Return what importing ``rows`` would do; one query, however many they are."""
    on_record = {person.login_id.lower(): person for person in User.objects.all()}
    made = Plan()
    checks = Checks()
    seen: dict[str, int] = {}
    passwords = 0
    for row in rows:
        login = row.cells.get("login_id", "").lower()
        passwords += bool(row.cells.get("password"))
        flaws = list(_flaws_of_line(login, seen, passwords))
        person = on_record.get(login) or User()
        before = None if login not in on_record else Details.of(person)
        flaws += _read_into(person, row, checks)
        if flaws:
            made.flaws += [Flaw(row.number, sentence) for sentence in flaws]
        else:
            made.entries.append(_entry(person, row, before))
        seen.setdefault(login, row.number)
    return made


def _flaws_of_line(login: str, seen: dict[str, int], passwords: int) -> Iterator[str]:
    if login in seen and login:
        yield _("This login ID stands in line %(line)s already.") % {"line": seen[login]}
    if passwords == MOST_PASSWORDS + 1:
        yield _(
            "A file may hold %(most)s passwords. Leave the others empty and invite these people."
        ) % {"most": MOST_PASSWORDS}


class Checks:
    """Holds cells against the fields of a person; each text of a column is checked once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Any, list[str]]] = {}

    def check(self, name: str, text: str) -> tuple[Any, list[str]]:
        """Return the value of ``text`` in the field ``name``, and sentences for what is wrong."""
        key = (name, text)
        if key not in self._known:
            self._known[key] = self._check(name, text)
        return self._known[key]

    def _check(self, name: str, text: str) -> tuple[Any, list[str]]:
        column = User._meta.get_field(name)  # noqa: SLF001
        try:
            return column.clean(text, None), []  # type: ignore[union-attr]
        except ValidationError as error:
            label = column.verbose_name  # type: ignore[union-attr]
            return text, [f"{label}: {sentence}" for sentence in error.messages]


def _read_into(person: User, row: Row, checks: Checks) -> list[str]:
    """Put the cells of ``row`` on ``person``; return a sentence for each that cannot be."""
    sentences: list[str] = []
    needed = _NEEDED if person.words == "" else ()  # Whoever is on record has words.
    for name in _DETAILS:
        if name not in row.cells and name not in needed:
            continue
        cell = row.cells.get(name, "")
        if cell or name not in _KEPT_WHEN_EMPTY:
            value, flaws = checks.check(name, cell)
            setattr(person, name, value)
            sentences += flaws
    for column in ADDRESSES:
        sentences += _flaws_of(row.cells.get(column, ""), readable_address)
    if row.cells.get("password"):
        sentences += _flaws_of(row.cells["password"], lambda text: validate_password(text, person))
    return sentences


def _flaws_of(text: str, check: Callable[[str], object]) -> list[str]:
    if not text:
        return []
    try:
        check(text)
    except ValidationError as error:
        return list(error.messages)
    return []


def _entry(person: User, row: Row, before: Details | None) -> Entry:
    cells = row.cells
    return Entry(
        number=row.number,
        person=person,
        is_new=before is None,
        changes=before != Details.of(person) or bool(cells.get("password")),
        addresses={
            kind: readable_address(cells[column]) if cells[column] else ""
            for column, kind in ADDRESSES.items()
            if column in cells
        },
        groups=groups_in(cells["groups"]) if "groups" in cells else None,
        password=cells.get("password", ""),
    )
