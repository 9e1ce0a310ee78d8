"""Mailboxes as folders of files; a mail is on the disk before anybody is told so."""

import itertools
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import format_datetime, localtime
from pathlib import Path
from urllib.parse import quote

CATCH_ALL = "everyone-else"
LONGEST_NAME = 200


class Locked(Exception):
    """Somebody else has this mailbox open."""


@dataclass(frozen=True)
class Stored:
    """One mail at rest: its file, its size in octets, its identifier for ever."""

    path: Path
    size: int
    uid: str


class Mailboxes:
    """A mailbox for each address in ``passwords``, and one for all other recipients.

    The password of ``CATCH_ALL``, when it is among them, opens that one.
    """

    def __init__(self, folder: Path, passwords: Mapping[str, str]) -> None:
        self.folder = folder
        self.passwords = {address.lower(): word for address, word in passwords.items()}
        self._open: set[str] = set()
        self._guard = threading.Lock()
        self._numbers = itertools.count()
        (folder / "arriving").mkdir(parents=True, exist_ok=True)
        for leftover in (folder / "arriving").iterdir():
            leftover.unlink()

    def password(self, address: str) -> str | None:
        """Return the password of an address, or None when it has no mailbox."""
        return self.passwords.get(address.lower())

    def deliver(self, content: bytes, *, sender: str, recipients: Iterable[str]) -> None:
        """Store a mail for each recipient; when this returns, it survives a power cut.

        ``content`` has CRLF line ends. Raises OSError when it could not be stored for all.
        """
        for recipient in recipients:
            head = (
                f"Return-Path: <{sender}>\r\n"
                f"Delivered-To: {recipient}\r\n"
                f"Received: by localhost (Kairan demo); {format_datetime(localtime())}\r\n"
            )
            self._store(self._room(recipient), head.encode() + content)

    @contextmanager
    def locked(self, address: str) -> Iterator[list[Stored]]:
        """Give one reader at a time what lies in a mailbox, oldest first; raise Locked."""
        room = self._room(address)
        with self._guard:
            if room.name in self._open:
                raise Locked
            self._open.add(room.name)
        try:
            yield [Stored(path, path.stat().st_size, path.stem) for path in _mails(room)]
        finally:
            with self._guard:
                self._open.discard(room.name)

    def mails(self, address: str) -> list[bytes]:
        """What lies in a mailbox, oldest first."""
        return [path.read_bytes() for path in _mails(self._room(address))]

    def discard(self, mails: Iterable[Stored]) -> None:
        """Remove mails for good."""
        rooms = set()
        for mail in mails:
            mail.path.unlink(missing_ok=True)
            rooms.add(mail.path.parent)
        for room in rooms:
            _settle(room)

    def _room(self, address: str) -> Path:
        known = address.lower() if address.lower() in self.passwords else CATCH_ALL
        return self.folder / quote(known, safe="@+")[:LONGEST_NAME]

    def _store(self, room: Path, content: bytes) -> None:
        if not room.exists():
            room.mkdir(exist_ok=True)
            _settle(self.folder)
        # The clock orders mails across restarts, the number those of one tick.
        name = f"{time.time_ns():020d}-{next(self._numbers):06d}.eml"
        arriving = self.folder / "arriving" / name
        with arriving.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        arriving.rename(room / name)
        _settle(room)


def _mails(room: Path) -> list[Path]:
    return sorted(room.glob("*.eml"))


def _settle(folder: Path) -> None:
    """Make a folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
