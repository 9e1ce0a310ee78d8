"""Reads the bytes of mails: what each is known by, and what it says. Needs no Django.

It takes most of the work of receiving, and is done by a process beside where there is much of it.
"""

import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kairan.beside.hand import Each, beside
from kairan.mail.parse import Message as Parsed
from kairan.mail.parse import parse, without_files

log = logging.getLogger(__name__)

MANY = 200
"""Mails that are worth a process of its own."""

_RECEIVED = re.compile(rb"^received:", re.IGNORECASE | re.MULTILINE)
_HEAD_DIGEST = 16  # bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail is known by, and what it says, without the bytes of its files.

    Of one that could not be read, ``fault`` says why.
    """

    sha256: str
    head_digest: str
    parsed: Parsed | None
    fault: str = ""


@contextmanager
def reading(count: int) -> Iterator[Each]:
    """Yield what reads ``count`` mails best: a process beside this one, or ``map``."""
    if count < MANY:
        yield map
        return
    with beside(__name__) as each:
        yield each


def read_all(raws: Sequence[bytes]) -> list[Reading]:
    """Read mails, those with no bytes too. Never raises."""
    return [read(each) for each in raws]


def read(raw: bytes) -> Reading:
    """Read one mail. Never raises."""
    parsed, fault = None, ""
    try:
        parsed = without_files(parse(raw))
    except Exception as error:
        log.exception("A mail could not be read and is set aside.")
        fault = f"{type(error).__name__}: {error}"
    return Reading(digest(raw), head_digest(raw), parsed, fault)


def digest(raw: bytes) -> str:
    """Return what the bytes of a whole mail are known by."""
    return hashlib.sha256(raw).hexdigest()


def head_digest(raw: bytes) -> str:
    """Return what the head of a mail is known by; empty where it does not tell its mail apart.

    The servers a mail came through write above it which and when (RFC 5321 §4.4): two mails with
    the same such lines are one.
    """
    end = raw.find(b"\r\n\r\n")
    head = raw[:end] if end >= 0 else raw
    if not _RECEIVED.search(head):
        return ""
    return hashlib.blake2b(head, digest_size=_HEAD_DIGEST).hexdigest()
