"""Maildirs that both Postfix and Dovecot use: what was delivered, and mails put there by tests."""

import itertools
import os
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

OWNER = "mail"
ENVELOPE_HEADER = re.compile(rb"\A(?:(?:Return-Path|X-Original-To|Delivered-To): [^\n]*\n)+")
DELIVERED_TO = re.compile(rb"^Delivered-To: ([^\n]*)\n", re.MULTILINE)

_numbers = itertools.count(1)


def make(path: Path) -> None:
    """Create an empty Maildir that belongs to the user mails are kept as."""
    for room in ("cur", "new", "tmp"):
        (path / room).mkdir(parents=True, exist_ok=True)
    for owned in (path, *path.iterdir()):
        shutil.chown(owned, OWNER, OWNER)


def put(path: Path, messages: Iterable[bytes]) -> None:
    """Add messages in this order, byte for byte."""
    make(path)
    first = int(time.time()) - 10_000_000
    for message in messages:
        number = next(_numbers)
        # Dovecot numbers new mails by the seconds in their names, so each gets one of its own.
        name = f"{first + number}.M{number}P{os.getpid()}.kairan"
        temporary = path / "tmp" / name
        temporary.write_bytes(message)
        shutil.chown(temporary, OWNER, OWNER)
        temporary.rename(path / "new" / name)


def files(path: Path) -> list[Path]:
    """Return the messages of a Maildir, oldest first."""
    found = [file for room in ("new", "cur") for file in (path / room).glob("*")]
    return sorted(found, key=_age)


def empty(path: Path) -> None:
    """Take every message out."""
    for file in files(path):
        file.unlink(missing_ok=True)


def delivered_to(content: bytes) -> str:
    """Return the address Postfix delivered this file for."""
    envelope = ENVELOPE_HEADER.match(content)
    found = DELIVERED_TO.search(envelope[0]) if envelope else None
    return found[1].decode() if found else ""


def without_envelope(content: bytes) -> bytes:
    """Return the message without the lines Postfix puts above it on delivery."""
    return ENVELOPE_HEADER.sub(b"", content, count=1)


def _age(file: Path) -> tuple[int, int]:
    seconds, rest = file.name.split(".", 2)[:2]
    microseconds = re.search(r"M(\d+)", rest)
    return int(seconds), int(microseconds[1]) if microseconds else 0
