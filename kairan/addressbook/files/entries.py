"""What a file says of somebody, held against what a contact may be."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kairan.addressbook.details import MOST_ADDRESSES, Details, Labelled
from kairan.addressbook.models import Contact
from kairan.people.forms.addresses import readable_address

LONGEST_NOTES = 10_000
TEXTS = [each.name for each in fields(Details) if each.type is str and each.name != "notes"]
_DATES = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})")
_INVISIBLE = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ")


@dataclass
class Said:
    """What stands in a file about one contact: texts by field, addresses, what had no place."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    addresses: list[Labelled] = field(default_factory=list)
    birthday: str = ""
    notes: list[str] = field(default_factory=list)

    def put(self, name: str, text: str, *, spare: str = "") -> None:
        """Write ``text`` into the field ``name``; where it is taken, ``spare: text`` is a note."""
        if not text.strip():
            return
        if not self.texts.get(name):
            self.texts[name] = text
        elif self.texts[name] != text:
            self.notes.append(f"{spare}: {text}" if spare else text)


@dataclass(frozen=True)
class Flaw:
    """Where in a file something cannot be taken in, and the sentence that says why."""

    number: int
    sentence: str


def details_of(said: Said) -> Details:
    """Return the contact that ``said`` means; ValidationError with sentences where it is none."""
    wrong: list[str] = []
    notes = list(said.notes)
    own: dict[str, Any] = {}
    for name in TEXTS:
        text = _one_line(said.texts.get(name, ""))
        own[name] = _checked(name, text, wrong) if text else ""
    own["birthday"] = _day(said.birthday, notes)
    addresses = _addresses(said.addresses, wrong, notes)
    own["notes"] = _plain(notes)
    if not wrong and not addresses and not any(own[n] for n in ("family", "given", "company")):
        wrong.append(_("Write a name, a company or an address."))
    if wrong:
        raise ValidationError(wrong)
    return Details(**own, addresses=addresses)


def _checked(name: str, text: str, wrong: list[str]) -> str:
    column: Any = Contact._meta.get_field(name)  # noqa: SLF001
    try:
        cleaned: str = column.clean(text, None)
    except ValidationError as error:
        wrong += [f"{column.verbose_name}: {sentence}" for sentence in error.messages]
        return ""
    return cleaned


def _addresses(
    said: Iterable[Labelled], wrong: list[str], notes: list[str]
) -> tuple[Labelled, ...]:
    found: dict[str, Labelled] = {}
    for each in said:
        text = _one_line(each.address)
        if not text:
            continue
        try:
            address = readable_address(text)
        except ValidationError as error:
            wrong += [f"{text[:100]}: {sentence}" for sentence in error.messages]
        else:
            found.setdefault(address.lower(), Labelled(address, each.label))
    labelled = list(found.values())
    notes += [each.address for each in labelled[MOST_ADDRESSES:]]
    return tuple(labelled[:MOST_ADDRESSES])


def _day(text: str, notes: list[str]) -> date | None:
    """Return the day that ``text`` means; what is none, such as a day of no year, is noted."""
    folded = _one_line(unicodedata.normalize("NFKC", text))
    match = _DATES.match(folded)
    if match:
        with suppress(ValueError):
            return date(*map(int, match.groups()))
    # Outlook writes 0/0/00 where it knows no birthday.
    if folded.strip("0/-"):
        notes.append(_("Birthday: %(text)s") % {"text": folded})
    return None


def _one_line(text: str) -> str:
    printable = text.translate(_INVISIBLE).encode("utf-8", "replace").decode()
    return " ".join(printable.split())


def _plain(notes: Iterable[str]) -> str:
    text = "\n".join(notes).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return text.encode("utf-8", "replace").decode()[:LONGEST_NOTES].rstrip()


def known_by(details: Details) -> set[tuple[str, str]]:
    """Return by what one tells that two contacts are the same: the name with one address each.

    Without an address, the name with company and telephone.
    """
    name = "".join(f"{details.family}{details.given}".casefold().split())
    if details.addresses:
        return {(name, each.address.lower()) for each in details.addresses}
    phone = "".join(filter(str.isdigit, details.phone or details.mobile))
    return {(name, f"{details.company.casefold()} {phone}")}


def texts_of(details: Details) -> Mapping[str, str]:
    """Return the texts of ``details`` by field."""
    return {name: getattr(details, name) for name in TEXTS}
