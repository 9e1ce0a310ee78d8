"""Tells those who answer for an item what its latest UPDATE crossed."""

from collections.abc import Collection

from kairan.apps.inventory.models import Item
from kairan.apps.inventory.notices import AboutStock, StockRefilled, StockRunLow
from kairan.apps.inventory.responsible import responsible_for
from kairan.notices.operations import announce


def tell_what_was_crossed(item: Item) -> None:
    """Announce that ``item``, just read from the row that this transaction changed, crossed.

    Nobody is left out for having done it: a manager who takes the last box has to order more too.
    """
    if item.has_become_low:
        _tell(StockRunLow, item)
    elif item.has_come_back and item.warning_level is not None and not item.is_retired:
        _tell(StockRefilled, item)


def tell_successors(item: Item, *, before: Collection[int]) -> None:
    """Warn those who answer for a low item from now on, and did not ``before``."""
    if item.is_low and not item.has_become_low:
        _tell(StockRunLow, item, but=before)


def _tell(notice: type[AboutStock], item: Item, *, but: Collection[int] = ()) -> None:
    answering = responsible_for([item])[item.pk]
    people = answering.people.difference(but)
    announce(notice.of(item, role=answering.role), to=people, by=None)
