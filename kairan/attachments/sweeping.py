"""Removes bytes that nobody points to: a process that was killed between the bytes and the row, or
between forgetting a row and its bytes, leaves them.

A row points to bytes by a column ``content_id``; whatever points to them otherwise is named by
``Feature.contents_in_use``. Bytes are touched only once they are older than :data:`AGE`: who is
about to point to them has done so within seconds.
"""

import logging
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import BigIntegerField, Model

from kairan.attachments import contents
from kairan.attachments.models import Content, Sweep
from kairan.shell.feature import features

log = logging.getLogger(__name__)

AGE = timedelta(hours=6)
EVERY = timedelta(hours=1)
_AT_ONCE = 100
_COLUMN = "content_id"

Span = tuple[int, int]


def sweep(now: datetime, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Discard what lay here at the last sweep and has no pointer; return how many that were.

    Does nothing within :data:`AGE` of the last one. Interrupted anywhere, a later one goes on.
    """
    newest = Content.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    last = Sweep.objects.filter(pk=1).first()
    if last is None:
        Sweep.objects.bulk_create([Sweep(pk=1, newest=newest, at=now)], ignore_conflicts=True)
        return 0
    mine = Sweep.objects.filter(pk=1, at=last.at, at__lte=now - AGE)
    if not mine.update(newest=newest, at=now):
        return 0
    # Where a backup was restored, numbers are given once more: what has them may be new.
    return _discard_beyond_pointers(last.newest, stopping) if last.newest <= newest else 0


def pointing() -> list[type[Model]]:
    """Return the models whose rows point to bytes."""
    return [model for model in apps.get_models() if _has_pointer(model)]


def _has_pointer(model: type[Model]) -> bool:
    fields = model._meta.concrete_fields  # noqa: SLF001
    return any(each.name == _COLUMN and isinstance(each, BigIntegerField) for each in fields)


def _discard_beyond_pointers(newest: int, stopping: Callable[[], bool]) -> int:
    count = 0
    for span in _gaps(_pointers(newest), newest):
        while not stopping():
            rows = Content.objects.filter(pk__range=span).order_by("pk")
            doomed = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
            contents.discard(doomed)
            count += len(doomed)
            if len(doomed) < _AT_ONCE:
                break
    if count:
        log.info("Bytes that nobody pointed to were removed: %s.", count)
    return count


def _pointers(newest: int) -> "array[int]":
    """Return all numbers up to ``newest`` that something points to, in order.

    One statement asks all columns: what moves from one to another meanwhile is seen.
    """
    first, *others = (
        model._base_manager.filter(content_id__lte=newest)  # noqa: SLF001
        .order_by()
        .values_list(_COLUMN, flat=True)
        for model in pointing()
    )
    found = array("q", first.union(*others, all=True).iterator())
    for each in features():
        found.extend(number for number in each.contents_in_use() if number <= newest)
    return array("q", sorted(found))


def _gaps(pointers: Iterable[int], newest: int) -> Iterator[Span]:
    """Yield the first and the last number of each stretch up to ``newest`` without a pointer."""
    after = 1
    for number in pointers:
        if number > after:
            yield after, number - 1
        after = max(after, number + 1)
    if after <= newest:
        yield after, newest
