"""What a file of people would do, before it is done: who is new, who changes, what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

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
_FIELDS_TO_SKIP = {field.name for field in User._meta.get_fields()} - set(_DETAILS)  # noqa: SLF001


@dataclass(frozen=True)
class Entry:
    """One person of the file, as they will be."""

    number: int
    person: User
    is_new: bool
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
    seen: dict[str, int] = {}
    passwords = 0
    for row in rows:
        login = row.cells.get("login_id", "").lower()
        passwords += bool(row.cells.get("password"))
        flaws = list(_flaws_of_line(login, seen, passwords))
        person = on_record.get(login) or User()
        flaws += _read_into(person, row)
        if flaws:
            made.flaws += [Flaw(row.number, sentence) for sentence in flaws]
        else:
            made.entries.append(_entry(person, row, is_new=login not in on_record))
        seen.setdefault(login, row.number)
    return made


def _flaws_of_line(login: str, seen: dict[str, int], passwords: int) -> Iterator[str]:
    if login in seen and login:
        yield _("This login ID stands in line %(line)s already.") % {"line": seen[login]}
    if passwords == MOST_PASSWORDS + 1:
        yield _(
            "A file may hold %(most)s passwords. Leave the others empty and invite these people."
        ) % {"most": MOST_PASSWORDS}


def _read_into(person: User, row: Row) -> list[str]:
    """Put the cells of ``row`` on ``person``; return a sentence for each that cannot be."""
    for name in _DETAILS:
        if name in row.cells and (row.cells[name] or name not in {"language", "time_zone", "kind"}):
            setattr(person, name, row.cells[name] or _empty(name))
    sentences: list[str] = []
    try:
        person.clean_fields(exclude=_FIELDS_TO_SKIP)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            label = User._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001
            sentences += [f"{label}: {text}" for text in texts]
    for column in ADDRESSES:
        sentences += _flaws_of(row.cells.get(column, ""), readable_address)
    if row.cells.get("password"):
        sentences += _flaws_of(row.cells["password"], lambda text: validate_password(text, person))
    return sentences


def _empty(name: str) -> str | int:
    return User.Weekday.MONDAY if name == "first_weekday" else ""


def _flaws_of(text: str, check: object) -> list[str]:
    if not text or not callable(check):
        return []
    try:
        check(text)
    except ValidationError as error:
        return [f"{text}: {each}" if "@" in text else each for each in error.messages]
    return []


def _entry(person: User, row: Row, *, is_new: bool) -> Entry:
    cells = row.cells
    return Entry(
        number=row.number,
        person=person,
        is_new=is_new,
        addresses={
            kind: readable_address(cells[column]) if cells[column] else ""
            for column, kind in ADDRESSES.items()
            if column in cells
        },
        groups=groups_in(cells["groups"]) if "groups" in cells else None,
        password=cells.get("password", ""),
    )
