"""How many connections a server has, over all workers: each takes one of its numbered places."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

_CLASS = 0x4B4D0000  # sets our locks apart from those of journals; the place is added

_QUEUE = 50_000  # a place behind all others


class Slot:
    """One place at a server, taken until it is given back."""

    def __init__(self, *, file: int | None = None, key: tuple[int, int] | None = None) -> None:
        self._file = file
        self._key = key

    def give_back(self) -> None:
        """Let another connection have the place."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._key is not None:
            key, self._key = self._key, None
            _unlock(key)


def take(server: int, most: int) -> Slot | None:
    """Return a free place of the ``most`` that a server has, or None."""
    for number in range(most):
        slot = _place(server, number)
        if slot is not None:
            return slot
    return None


def queue_up(server: int) -> Slot | None:
    """Return the place of whoever waits for one to become free; None when another waits."""
    return _place(server, _QUEUE)


def is_awaited(server: int) -> bool:
    """Whether another worker waits for a place. For workers that have one."""
    slot = queue_up(server)
    if slot is not None:
        slot.give_back()
    return slot is None


def _place(server: int, number: int) -> Slot | None:
    return _in_database(server, number) if _is_shared() else _in_file(server, number)


def _is_shared() -> bool:
    return connection.vendor == "postgresql"


def _in_file(server: int, number: int) -> Slot | None:
    folder = Path(settings.HOME) / "run" / "connections"
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / f"{server}-{number}", os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return Slot(file=file)


_held: set[tuple[int, int]] = set()


def _in_database(server: int, number: int) -> Slot | None:
    """A lock of this thread's session. It counts within a session, hence ``_held``."""
    key = (_CLASS + number, server)
    if key in _held:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        if not cursor.fetchone()[0]:
            return None
    _held.add(key)
    return Slot(key=key)


def _unlock(key: tuple[int, int]) -> None:
    _held.discard(key)
    if connection.connection is None or connection.needs_rollback:
        return  # The session is gone or will be, and the lock with it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
