"""Writes the stock list as a file that a spreadsheet opens as it is, and runs nothing from."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kairan.apps.inventory.models import Item
from kairan.apps.inventory.quantities import plain
from kairan.people.files.columns import guarded

NAME = gettext_lazy("stock.csv")


def written(items: Iterable[Item]) -> bytes:
    """Return a CSV of ``items`` in UTF-8 with BOM, in the active language."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(
        [
            _("Code"),
            pgettext("inventory", "Name"),
            _("On hand"),
            _("Unit"),
            _("Warning level"),
            pgettext("inventory", "Low"),
            pgettext("inventory", "Place"),
            _("Managing group"),
            pgettext("inventory", "Note"),
        ]
    )
    lines.writerows([guarded(cell) for cell in _cells(item)] for item in items)
    return text.getvalue().encode("utf-8-sig")


def _cells(item: Item) -> list[str]:
    return [
        item.code,
        item.name,
        plain(item.on_hand),
        item.unit,
        plain(item.warning_level),
        _("low") if item.is_low else "",
        item.place,
        _("Shared") if item.is_shared else str(item.group or ""),
        item.note,
    ]
