"""Reads a stock list into what it says of each item, or says in which line it makes no sense."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext as _

from kairan.apps.inventory.forms import KEEPERS, ItemForm, QuantityField, typed_of
from kairan.apps.inventory.forms import SHARED as FOR_ALL
from kairan.apps.inventory.models import Item
from kairan.apps.inventory.operations.imports import Entry
from kairan.apps.inventory.stock_lists.columns import HEADINGS, column_named, means_shared
from kairan.people.files.reading import decode
from kairan.people.models import Group, User
from kairan.shell.spreadsheets import unguarded

LONGEST = 300


@dataclass(frozen=True)
class Line:
    """One line of the file: its number there, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Terms:
    """What the person who brings the file may do."""

    by: User
    groups: Collection[Group]
    may_share: bool


def entries_of(data: bytes, terms: Terms) -> list[Entry]:
    """Return what the file says, or raise ValidationError with a sentence for each wrong line."""
    wrong: list[str] = []
    entries: list[Entry] = []
    for line in _lines(decode(data)):
        try:
            entries.append(_entry(line, terms))
        except ValidationError as error:
            said = " ".join(error.messages)
            wrong.append(_("Line %(line)s: %(reason)s") % {"line": line.number, "reason": said})
    _refuse_twins(entries)
    if wrong:
        raise ValidationError(wrong)
    return entries


def _lines(text: str) -> list[Line]:
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    try:
        columns = [column_named(heading) for heading in next(rows, [])]
        if "name" not in columns:
            raise ValidationError(
                _("The first line must name the columns; “%(name)s” is missing.")
                % {"name": HEADINGS["name"]}
            )
        lines = [
            Line(rows.line_num, _cells(columns, row)) for row in rows if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)s: %(reason)s") % {"line": rows.line_num, "reason": str(error)}
        ) from error
    if not lines:
        raise ValidationError(_("There is no item in the file."))
    if len(lines) > LONGEST:
        raise ValidationError(
            _("The file has more than %(most)s lines. Split it.") % {"most": LONGEST}
        )
    return lines


def _cells(columns: list[str | None], row: list[str]) -> dict[str, str]:
    cells = zip(columns, row, strict=False)
    return {column: unguarded(cell.strip()) for column, cell in cells if column is not None}


def _entry(line: Line, terms: Terms) -> Entry:
    item = _meant(line.cells, terms.by)
    typed: dict[str, Any] = {"is_self_service": "on", "managed_by": FOR_ALL}
    if item is not None:
        typed = typed_of(item)
    typed |= {name: cell for name, cell in line.cells.items() if name not in {"on_hand", "is_low"}}
    if "managed_by" in line.cells:
        typed["managed_by"] = _place(line.cells["managed_by"], terms)
    form = ItemForm(typed, {}, groups=terms.groups, may_share=terms.may_share, item=item)
    if not form.is_valid():
        raise ValidationError(_mistakes(form))
    return Entry(item=item, details=form.details(), on_hand=_on_hand(line.cells))


def _meant(cells: dict[str, str], by: User) -> Item | None:
    """Return the item that a line is about: the one with its code, without one that of its name."""
    code, name = cells.get("code", ""), cells.get("name", "")
    kept = Item.objects.kept_by(by).select_related("group")
    if code:
        return kept.filter(code=code).first()
    found = list(kept.filter(code="", name=name)[:2])
    if len(found) > 1:
        raise ValidationError(
            _("There are several items “%(name)s” without a code. Give them codes first.")
            % {"name": name}
        )
    return found[0] if found else None


def _place(cell: str, terms: Terms) -> str:
    if means_shared(cell):
        return FOR_ALL
    if not cell:
        return KEEPERS
    for group in terms.groups:
        if group.name == cell:
            return f"group:{group.pk}"
    raise ValidationError(
        _("There is no group “%(name)s” of which you keep the items.") % {"name": cell}
    )


def _on_hand(cells: dict[str, str]) -> Decimal | None:
    counted: Decimal | None = QuantityField(required=False).clean(cells.get("on_hand", ""))
    return counted


def _mistakes(form: Form) -> list[str]:
    return [
        f"{form.fields[name].label}: {sentence}"
        for name, sentences in form.errors.items()
        for sentence in map(str, sentences)
    ]


def _refuse_twins(entries: list[Entry]) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        own = (entry.details.code, "" if entry.details.code else entry.details.name)
        if own in seen:
            raise ValidationError(
                _("“%(name)s” stands in the file twice.") % {"name": entry.details.name}
            )
        seen.add(own)
