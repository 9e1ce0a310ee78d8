"""Writes the stock list as a file that a spreadsheet opens as it is, and runs nothing from."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.inventory.models import Item
from kairan.apps.inventory.quantities import plain
from kairan.apps.inventory.stock_lists.columns import HEADINGS, SHARED
from kairan.shell import spreadsheets

NAME = gettext_lazy("stock.csv")


def written(items: Iterable[Item]) -> bytes:
    """Return a CSV of ``items`` in UTF-8 with BOM, in the active language."""
    rows = ([cells[column] for column in HEADINGS] for cells in map(_cells, items))
    return spreadsheets.written([str(heading) for heading in HEADINGS.values()], rows)


def _cells(item: Item) -> dict[str, str]:
    return {
        "code": item.code,
        "name": item.name,
        "on_hand": plain(item.on_hand),
        "unit": item.unit,
        "warning_level": plain(item.warning_level),
        "is_low": _("low") if item.is_low else "",
        "place": item.place,
        "managed_by": str(SHARED) if item.is_shared else str(item.group or ""),
        "note": item.note,
    }
