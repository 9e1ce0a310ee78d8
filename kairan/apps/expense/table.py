"""Writes lines as a CSV that a spreadsheet opens as it is: UTF-8 with BOM, formulas defused."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kairan.apps.expense import money
from kairan.apps.expense.models import Entry, Line
from kairan.shell import spreadsheets

BETWEEN_FILES = "; "


def of_entries(entries: Sequence[Entry], *, currency: str, file_names: Mapping[int, str]) -> bytes:
    """Return the table of a report, in the active language; ``file_names`` by attachment."""
    return spreadsheets.written(
        [pgettext("expense", "No."), *_headings(), _("Receipts"), pgettext("expense", "Note")],
        (
            [
                str(number),
                entry.spent_on.isoformat(),
                entry.category_name,
                entry.description,
                money.plain(entry.amount, currency),
                currency,
                BETWEEN_FILES.join(file_names[pk] for pk in entry.receipts if pk in file_names),
                entry.note,
            ]
            for number, entry in enumerate(entries, start=1)
        ),
    )


def of_lines(lines: Iterable[Line]) -> bytes:
    """Return a table of one's own lines, in the active language."""
    return spreadsheets.written(
        [*_headings(), _("State"), pgettext("expense", "Report"), pgettext("expense", "Note")],
        (
            [
                line.spent_on.isoformat(),
                str(line.category),
                line.description,
                money.plain(line.amount, line.currency),
                line.currency,
                line.get_state_display(),
                str(line.report_id or ""),
                line.note,
            ]
            for line in lines
        ),
    )


def _headings() -> list[str]:
    return [
        pgettext("expense", "Date"),
        pgettext("expense", "Category"),
        pgettext("expense", "Description"),
        pgettext("expense", "Amount"),
        _("Currency"),
    ]
