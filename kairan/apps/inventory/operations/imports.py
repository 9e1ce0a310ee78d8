"""A whole stock list at once: items come, change, and are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kairan.apps.inventory.models import Item, Movement
from kairan.apps.inventory.operations.items import Details, add_item, change_item
from kairan.apps.inventory.operations.stock import Move, move
from kairan.people.models import User


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a list says of one item, new where ``item`` is None; nothing counted: no ``on_hand``."""

    item: Item | None
    details: Details
    on_hand: Decimal | None


@transaction.atomic
def import_items(entries: Sequence[Entry], *, by: User) -> tuple[int, int]:
    """Take all of a list in, or nothing of it; return how many items are new, how many known."""
    for entry in entries:
        if entry.item is None:
            add_item(entry.details, by=by, on_hand=entry.on_hand or Decimal(0))
        else:
            change_item(entry.item, entry.details, by=by)
            _count(entry.item, entry.on_hand, by=by)
    known = sum(entry.item is not None for entry in entries)
    return len(entries) - known, known


def _count(item: Item, counted: Decimal | None, *, by: User) -> None:
    if counted is not None and counted != item.on_hand:
        move(item, Move(kind=Movement.Kind.ADJUST, quantity=counted), by=by)
