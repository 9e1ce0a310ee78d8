"""Tells the worker at once that something is due: datagrams beside SQLite, NOTIFY on PostgreSQL.

A wake-up may be lost; then the round runs up to two seconds later, as it does anyway.
"""

import errno
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction

log = logging.getLogger(__name__)

CHANNEL = "kairan_clock"
_SUFFIX = ".clock"


def wake(name: str) -> None:
    """Make the worker run the round ``name`` as soon as what was just written is committed.

    May be called inside or outside a transaction; never fails the caller.
    """
    if connection.vendor == "postgresql":
        _notify(name)
    else:
        transaction.on_commit(lambda: _ring(name), robust=True)


def _notify(name: str) -> None:
    if connection.in_atomic_block and connection.needs_rollback:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, name])


def _folder() -> Path:
    return Path(settings.HOME) / "run"


def _ring(name: str) -> None:
    bells = list(_folder().glob(f"*{_SUFFIX}"))
    if not bells:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ringer:
        ringer.settimeout(0)
        for bell in bells:
            _ring_one(ringer, bell, name)


def _ring_one(ringer: socket.socket, bell: Path, name: str) -> None:
    try:
        ringer.sendto(name.encode(), str(bell))
    except OSError as error:
        # Its worker was killed; a full or unreachable bell is no trouble: the round runs anyway.
        if error.errno == errno.ECONNREFUSED:
            bell.unlink(missing_ok=True)


class Datagrams:
    """The bell of one worker beside SQLite: a Unix datagram socket in the home folder."""

    def __init__(self) -> None:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{os.getpid()}{_SUFFIX}"
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._path))

    def names(self, patience: float) -> Iterator[str]:
        """Yield the rounds to wake; end after ``patience`` seconds without any."""
        self._socket.settimeout(patience)
        with suppress(TimeoutError):
            while True:
                yield self._socket.recv(200).decode(errors="replace")

    def close(self) -> None:
        """Take the bell down."""
        self._path.unlink(missing_ok=True)
        self._socket.close()


class Notifications:
    """The bell of one worker on PostgreSQL: a connection of its own that listens."""

    def __init__(self) -> None:
        self._database = connections["default"].copy()
        self._database.connect()
        self._connection: Any = self._database.connection
        self._connection.execute(f"LISTEN {CHANNEL}")

    def names(self, patience: float) -> Iterator[str]:
        """Yield the rounds to wake; end after ``patience`` seconds without any."""
        for notification in self._connection.notifies(timeout=patience):
            yield notification.payload

    def close(self) -> None:
        """End the connection."""
        self._database.close()


def bell() -> Datagrams | Notifications:
    """Return a new bell for this worker; OSError or a database error when there is no way."""
    return Notifications() if connection.vendor == "postgresql" else Datagrams()
