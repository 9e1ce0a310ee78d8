"""The journal as rows of the database, for many machines that share one PostgreSQL.

The lock is the database's: it falls when the connection does, and every machine sees it.
"""

from types import TracebackType
from typing import Self
from zlib import crc32

from django.db import connection, transaction

from kairan.delivery.engine.journal import ENOUGH, LeaseLost, StillAlive
from kairan.delivery.models import Lease, Round

_CLASS = 0x4B41  # sets our locks apart from those for connections
_WRITE = """
INSERT INTO delivery_round (lease_id, lines)
SELECT id, %s FROM delivery_lease WHERE journal = %s FOR KEY SHARE
"""


def _try_lock(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_CLASS, _number(name)])
        return bool(cursor.fetchone()[0])


def _unlock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_CLASS, _number(name)])


def _number(name: str) -> int:
    return crc32(name.encode()) - 2**31


class TableJournal:
    """A journal of which every turn is one row."""

    def __init__(self, name: str) -> None:
        self.name = name
        if not _try_lock(name):
            raise LeaseLost(name)
        self._is_locked = True
        self._size = 0

    def write(self, lines: str) -> None:
        """Keep ``lines`` with one INSERT, as long as the lease is still there."""
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [lines, self.name])
            if cursor.rowcount != 1:
                raise LeaseLost(self.name)
        self._size += len(lines)

    @property
    def is_long(self) -> bool:
        """Whether there are so many lines that those of no use should go."""
        return self._size >= ENOUGH

    def forget_settled(self, open_lines: str) -> None:
        """Replace all rows by one with ``open_lines``."""
        self._size = 0
        with transaction.atomic():
            Round.objects.filter(lease__journal=self.name).delete()
            if open_lines:
                self.write(open_lines)

    def end(self) -> None:
        """Unlock; the rows have gone with the lease."""
        self.close()

    def close(self) -> None:
        """Unlock, if the connection still lives; otherwise it has unlocked itself."""
        if self._is_locked and connection.connection is not None and connection.is_usable():
            _unlock(self.name)
        self._is_locked = False


class RowsLeftBehind:
    """The rows of a dead lease, locked while they are read. Raises StillAlive."""

    def __init__(self, name: str) -> None:
        self._name = name
        if not _try_lock(name):
            raise StillAlive(name)
        rows = Round.objects.filter(lease=Lease.objects.filter(journal=name).first())
        self.text = "".join(rows.order_by("pk").values_list("lines", flat=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Unlock."""
        _unlock(self._name)
