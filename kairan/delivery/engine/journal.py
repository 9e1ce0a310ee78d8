"""The journal in a file: what is begun and what came of it, on record before the final dot leaves.

A line is kept once ``write`` has returned, whatever happens to this process; a power cut may lose
the last ones, which is why the boot stands with the lease. The lock on the file tells the living
from the dead.
"""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings

ENOUGH = 1_000_000  # bytes


class LeaseLost(Exception):
    """Somebody else has taken over what this engine held: it must not send another body."""


class Journal(Protocol):
    """Where one run of the engine writes down its starts and outcomes."""

    name: str

    def write(self, lines: str) -> None:
        """Keep ``lines``; raise LeaseLost or OSError when they could not be kept."""

    @property
    def is_long(self) -> bool:
        """Whether it has grown so much that it should forget what is settled."""

    def forget_settled(self, open_lines: str) -> None:
        """Replace everything by ``open_lines``: what is not in the tables, with their commit."""

    def end(self) -> None:
        """Nothing is open any more: let go and leave nothing behind."""

    def close(self) -> None:
        """Let go of the lock and leave the journal for the next to read."""


def folder() -> Path:
    """Return where the journals of this machine lie; it is made."""
    path = Path(settings.HOME) / "run" / "journal"
    path.mkdir(parents=True, exist_ok=True)
    return path


class FileJournal:
    """A journal in a file of this machine, locked for as long as it is written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._path = folder() / name
        self._file = _created(self._path)
        self._size = 0

    def write(self, lines: str) -> None:
        """Keep ``lines`` with one write."""
        data = lines.encode()
        written = os.write(self._file, data)
        while written < len(data):  # A disk that is nearly full takes a part.
            written += os.write(self._file, data[written:])
        self._size += len(data)

    @property
    def is_long(self) -> bool:
        """Whether the file has grown so much that a new one should be begun."""
        return self._size >= ENOUGH

    def forget_settled(self, open_lines: str) -> None:
        """Begin a new file with ``open_lines``, and rename it over the old.

        The old one is never truncated: a crash finds the one or the other, whole.
        """
        fresh_path = self._path.with_suffix(".new")
        fresh_path.unlink(missing_ok=True)
        fresh = _created(fresh_path)
        data = open_lines.encode()
        if os.write(fresh, data) != len(data):
            os.close(fresh)
            return
        fresh_path.rename(self._path)
        os.close(self._file)
        self._file, self._size = fresh, len(data)

    def end(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let go of the lock."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _created(path: Path) -> int:
    file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


class StillAlive(Exception):
    """The journal is being written: its lease is not dead."""


class NotHere(Exception):
    """There is no such journal where this process can see it."""


class LeftBehind:
    """The journal of a dead lease, locked while it is read. Raises StillAlive or NotHere."""

    def __init__(self, name: str) -> None:
        self._path = folder() / name
        self._file = self._lock()
        self.text = self._path.read_text(encoding="utf-8")

    def _lock(self) -> int:
        while True:
            try:
                file = os.open(self._path, os.O_RDONLY)
            except FileNotFoundError as error:
                raise NotHere from error
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                os.close(file)
                raise StillAlive from error
            if self._is_still(file):
                return file
            os.close(file)

    def _is_still(self, file: int) -> bool:
        """Whether the path still names what was locked: a rotation may have come between."""
        try:
            return self._path.stat().st_ino == os.fstat(file).st_ino
        except FileNotFoundError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the file after a good reading."""
        if error is None:
            self._path.unlink(missing_ok=True)
        os.close(self._file)
