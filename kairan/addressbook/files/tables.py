"""Reads a table of contacts (CSV), whichever program wrote it, and writes one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kairan.addressbook.details import MOST_ADDRESSES, Details, Labelled
from kairan.addressbook.files.columns import (
    ENGLISH_JAPANESE,
    KIND,
    MAIL,
    column_named,
    label_meant,
    title_of,
)
from kairan.addressbook.files.entries import Said, texts_of
from kairan.addressbook.names import parts_of
from kairan.people.files.reading import decode, lines_of
from kairan.shell import spreadsheets

MOST_COLUMNS = 200
ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
_WRITTEN = [column for column in ENGLISH_JAPANESE if column != "whole"]
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_GOOGLE_PHONE = re.compile(r"phone (\d) - (value|label|type)", re.IGNORECASE)
_PHONES = {"mobile": "mobile", "home": "home_phone", "homefax": "fax", "workfax": "fax"}


@dataclass(frozen=True)
class Table:
    """The headings of a file, and its other rows with the lines on which they end."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]

    @property
    def columns(self) -> list[str]:
        """What each column is, as far as its heading tells."""
        return [column_named(heading) for heading in self.headings]

    def said(self, columns: Sequence[str]) -> Iterator[Said]:
        """Yield what each row says when its cells are ``columns``; "" leaves a cell out."""
        labels = _labels_of_phones(self.headings)
        for number, row in self.rows:
            yield _said(number, row, [_by_label(n, columns, labels, row) for n in range(len(row))])


def text_of(data: bytes) -> str:
    """Return the text of a table in UTF-8, UTF-16 with its mark, or Shift_JIS, or raise."""
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace").replace("\0", "")
    return decode(data).replace("\0", "")


def table_in(text: str) -> Table:
    """Return the rows of ``text``; ValidationError where the file as a whole makes no sense."""
    first, others = lines_of(text)
    headings = [heading.strip() for heading in first[:MOST_COLUMNS]]
    rows = [(number, cells[: len(headings)]) for number, cells in others]
    return Table(headings, rows)


def written(contacts: Iterable[Details], *, encoding: str) -> bytes:
    """Return a CSV of ``contacts``, headed in the language of the page.

    What ``encoding``, a key of ``ENCODINGS``, does not know becomes "?".
    """
    headings = [title_of(column) for column in _WRITTEN]
    return spreadsheets.written(headings, map(_cells, contacts), encoding=ENCODINGS[encoding])


def _cells(contact: Details) -> list[str]:
    known = dict(texts_of(contact))
    for number, each in enumerate(contact.addresses[:MOST_ADDRESSES], start=1):
        known |= {f"{MAIL}{number}": each.address, f"{KIND}{number}": each.label}
    known["birthday"] = contact.birthday.isoformat() if contact.birthday else ""
    known["notes"] = contact.notes
    return [known.get(column, "") for column in _WRITTEN]


def _said(number: int, row: Sequence[str], columns: Sequence[str]) -> Said:
    said = Said(number)
    mails: dict[str, str] = {}
    whole = ""
    for column, cell in zip(columns, row, strict=True):
        text = spreadsheets.unguarded(cell.strip())
        if not column or not text:
            continue
        if column.startswith((MAIL, KIND)):
            mails[column] = text
        elif column == "whole":
            whole = text
        else:
            _put(said, column, text)
    if whole and not (said.texts.get("family") or said.texts.get("given")):
        said.texts["given"], said.texts["family"] = parts_of(whole)
    said.addresses = list(_addresses(mails))
    return said


def _put(said: Said, column: str, text: str) -> None:
    match column:
        case "notes":
            said.notes.append(text)
        case "birthday":
            said.birthday = said.birthday or text
        case "given" | "street" | "family":
            said.texts[column] = f"{said.texts.get(column, '')} {text}".strip()
        case _:
            said.put(column, text, spare=title_of(column))


def _addresses(mails: dict[str, str]) -> Iterator[Labelled]:
    for number in range(1, MOST_ADDRESSES + 1):
        label = label_meant(mails.get(f"{KIND}{number}", ""))
        # Google writes several addresses of one kind into one cell.
        for address in mails.get(f"{MAIL}{number}", "").split(" ::: "):
            yield Labelled(address, label)


def _labels_of_phones(headings: Sequence[str]) -> dict[int, int]:
    """Return which column says what kind of telephone another one is, in tables of Google."""
    matches = [(place, _GOOGLE_PHONE.fullmatch(name)) for place, name in enumerate(headings)]
    found = {(match[1], match[2].lower() == "value"): place for place, match in matches if match}
    return {
        place: found[number, False]
        for (number, is_value), place in found.items()
        if is_value and (number, False) in found
    }


def _by_label(
    place: int, columns: Sequence[str], labels: dict[int, int], row: Sequence[str]
) -> str:
    column = columns[place] if place < len(columns) else ""
    if not column or place not in labels or labels[place] >= len(row):
        return column
    label = "".join(row[labels[place]].lower().split()).lstrip("*")
    return _PHONES.get(label, "phone")
