"""One mail between the wire and the tables: what it is known by, and what lists show of it.

Nothing here asks a database: it is worked out beside the thread that stores.
"""

import hashlib
import logging
import re
from dataclasses import dataclass

from kairan.mail.parse import Message as Parsed
from kairan.mail.parse import parse
from kairan.webmail.models import Served

log = logging.getLogger(__name__)

PREVIEW = 200
LONGEST_REASON = 500
LISTED = frozenset({Served.Outcome.RECEIVED, Served.Outcome.HEAD})
_LINK = re.compile(r"https?://\S+")
_RECEIVED = re.compile(rb"^received:", re.IGNORECASE | re.MULTILINE)
_HEAD_DIGEST = 16  # bytes


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the server gave it: what it is known by, its bytes, or why there are none.

    ``size`` is what the server's list says, in bytes; it is often wrong.
    """

    uid: str
    raw: bytes
    outcome: Served.Outcome = Served.Outcome.RECEIVED
    reason: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A fetched mail with its digests and, where it could be read, what it says."""

    fetched: Fetched
    outcome: Served.Outcome
    reason: str
    sha256: str
    head_digest: str
    parsed: Parsed | None

    @property
    def has_bytes(self) -> bool:
        """Whether there is something to keep: an empty mail has bytes too, none of them."""
        return self.parsed is not None or bool(self.fetched.raw)


def arrived(fetched: Fetched) -> Arrived:
    """Read a fetched mail. One that cannot be read is set aside, with the reason. Never raises."""
    outcome, reason, parsed = fetched.outcome, fetched.reason, None
    if outcome in LISTED:
        try:
            parsed = parse(fetched.raw)
        except Exception as error:
            log.exception("A mail could not be read and is set aside.")
            outcome, reason = Served.Outcome.SET_ASIDE, f"{type(error).__name__}: {error}"
    return Arrived(
        fetched=fetched,
        outcome=outcome,
        reason=storable(reason)[:LONGEST_REASON],
        sha256=digest(fetched.raw or reason.encode()),
        head_digest=head_digest(fetched.raw),
        parsed=parsed,
    )


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


def preview(parsed: Parsed) -> str:
    """Return the first words of a mail, on one line; links say nothing there and are left out."""
    for reach in (PREVIEW * 2, PREVIEW * 8):
        line = " ".join(_LINK.sub("", parsed.text[:reach]).split())
        if len(line) >= PREVIEW:
            break
    return storable(line[:PREVIEW])


def correspondent(parsed: Parsed) -> str:
    """Return who a mail is from, by name where there is one."""
    return storable(", ".join(each.name or each.addr for each in parsed.from_))


def storable(text: str) -> str:
    """Return ``text`` as every database takes it: without NUL, without half characters."""
    return text if text.isascii() and "\0" not in text else _mended(text)


def _mended(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()
