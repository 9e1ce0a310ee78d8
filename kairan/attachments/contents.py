"""Keeps bytes durably, outside the main database file, under a number.

The row that points to the number is committed after the bytes: a crash between the two leaves
bytes nobody points to, never a pointer to nothing.
"""

from collections.abc import Collection, Iterable

from django.db import router, transaction

from kairan.attachments.models import Content
from kairan.shell import many_rows


def keep(data: bytes) -> int:
    """Store ``data`` and return its number; durable on return outside a transaction."""
    return Content.objects.create(data=data).pk


def keep_many(items: Iterable[bytes]) -> list[int]:
    """Store all ``items`` in one commit and return their numbers in the same order."""
    rows = [many_rows.new(Content, data=data) for data in items]
    if not rows:
        return []
    with transaction.atomic(using=router.db_for_write(Content)):
        many_rows.insert(rows)
    return [row.pk for row in rows]


def read(number: int) -> bytes:
    """Return the bytes kept under ``number``.

    :raises Content.DoesNotExist: when nothing is kept there.
    """
    return bytes(Content.objects.values_list("data", flat=True).get(pk=number))


def read_many(numbers: Collection[int]) -> dict[int, bytes]:
    """Return the bytes kept under each of ``numbers``, as far as there are any."""
    rows = Content.objects.filter(pk__in=numbers).values_list("pk", "data")
    return {number: bytes(data) for number, data in rows}


def discard(numbers: Collection[int]) -> None:
    """Forget the bytes kept under ``numbers``."""
    Content.objects.filter(pk__in=numbers).delete()
