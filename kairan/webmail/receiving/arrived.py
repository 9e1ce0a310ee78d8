"""One mail between the wire and the tables: what it is known by, and what lists show of it.

Nothing here asks a database: it is worked out beside the thread that stores.
"""

import re
from dataclasses import dataclass

from kairan.mail.parse import Message as Parsed
from kairan.webmail.models import Served
from kairan.webmail.receiving.reading import Reading, digest

PREVIEW = 200
LONGEST_REASON = 500
LISTED = frozenset({Served.Outcome.RECEIVED, Served.Outcome.HEAD})
_LINK = re.compile(r"https?://\S+")


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
    """A fetched mail with its digests and, where it could be read, what it says.

    Of its files ``parsed`` has the names, not the bytes.
    """

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


def arrived(fetched: Fetched, reading: Reading) -> Arrived:
    """Return a fetched mail with what was read; one that could not be read is set aside."""
    outcome, reason, parsed = fetched.outcome, fetched.reason, None
    if outcome in LISTED:
        parsed = reading.parsed
        if parsed is None:
            outcome, reason = Served.Outcome.SET_ASIDE, reading.fault
    return Arrived(
        fetched=fetched,
        outcome=outcome,
        reason=storable(reason)[:LONGEST_REASON],
        sha256=reading.sha256 if fetched.raw else digest(reason.encode()),
        head_digest=reading.head_digest,
        parsed=parsed,
    )


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
