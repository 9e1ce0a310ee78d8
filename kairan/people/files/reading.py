"""Reads a file of people into rows, whatever the spreadsheet made of it."""

import csv
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kairan.people.files.columns import column_named, meaning
from kairan.shell.spreadsheets import unguarded

LONGEST = 10_000
WRONG_KIND = gettext_noop("Save the file as CSV in UTF-8 or Shift_JIS, then choose it again.")


Line = tuple[int, list[str]]
"""Where a line of a table ends in its file, and its cells."""


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, and its cells by column."""

    number: int
    cells: dict[str, str]


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without BOM) or CP932, or raise."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_(WRONG_KIND))


def read(text: str) -> list[Row]:
    """Return the rows of ``text``; ValidationError where the file as a whole makes no sense."""
    if "\x00" in text:
        raise ValidationError(_(WRONG_KIND))
    headings, lines = lines_of(text)
    columns = _columns(headings)
    return [Row(number, _cells(columns, line)) for number, line in lines]


def lines_of(text: str) -> tuple[list[str], list[Line]]:
    """Return the first line of a CSV, which has the headings, and the others that say something.

    Raises ValidationError where it is none, has no other line, or more than ``LONGEST``.
    """
    first_line = text.lstrip().partition("\n")[0]
    separator = max(",\t;", key=first_line.count)
    lines = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator)
    found: list[Line] = []
    try:
        headings = next(lines, [])
        for line in lines:
            if any(map(str.strip, line)):
                found.append((lines.line_num, line))
            if len(found) > LONGEST:
                break
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)s is no CSV: %(reason)s.")
            % {"line": lines.line_num, "reason": str(error)}
        ) from error
    if not found:
        raise ValidationError(_("There is nobody in the file."))
    if len(found) > LONGEST:
        raise ValidationError(
            _("The file has more than %(most)s lines. Split it.") % {"most": LONGEST}
        )
    return headings, found


def _columns(headings: list[str]) -> list[str]:
    columns = [column_named(heading) for heading in headings]
    unknown = [
        h for h, column in zip(headings, columns, strict=True) if column is None and h.strip()
    ]
    if unknown:
        raise ValidationError(
            _("There is no column “%(names)s”. See the list of columns below.")
            % {"names": "”, “".join(unknown)}
        )
    if "login_id" not in columns:
        raise ValidationError(_("The first line must name the columns; “Login ID” is missing."))
    return [column or "" for column in columns]


def _cells(columns: list[str], line: list[str]) -> dict[str, str]:
    padded = line + [""] * (len(columns) - len(line))
    return {
        column: meaning(column, unguarded(cell.strip()))
        for column, cell in zip(columns, padded, strict=False)
        if column
    }
