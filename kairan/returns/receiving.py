"""Fetches what lies in the notification mailbox: stored durably first, deleted there afterwards.

A mail is known by its bytes, with the lines that its servers wrote above it. Whoever is killed
between the two leaves a mail on the server that is known already: it is deleted the next time.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kairan.attachments import contents
from kairan.mail.errors import MailServerError
from kairan.mail.parse import headers_only
from kairan.mail.pop3 import PopClient, PopLimits
from kairan.mailservers.mailbox_turns import turn
from kairan.mailservers.models import IncomingServer
from kairan.returns.models import ReturnedMail

log = logging.getLogger(__name__)

LARGEST = 64 * 1024 * 1024
PIECE_BYTES, PIECE_MAILS = 8 * 1024 * 1024, 100
LONGEST_VISIT = timedelta(minutes=2)
OURS_FOR = timedelta(minutes=4)
PATIENCE = timedelta(seconds=5)
_LONGEST_LINE = 500


@dataclass(frozen=True)
class Fetched:
    """One mail as the server gave it, or only the head of one that is too large."""

    number: int
    raw: bytes
    is_whole: bool = True

    @property
    def sha256(self) -> str:
        """What it is known by."""
        return hashlib.sha256(self.raw).hexdigest()


def visit(server: IncomingServer, *, now: datetime, stopping: Callable[[], bool]) -> int:
    """Fetch all that lies in the mailbox, store it, delete it there; return how many are new.

    Ends early, between two pieces, when ``stopping()`` or after two minutes. Raises
    ``MailServerError``; what came until then is stored. One login at a time, over all workers.
    """
    end_at = time.monotonic() + LONGEST_VISIT.total_seconds()
    limits = PopLimits(message=LARGEST)
    new = 0
    with (
        turn(server.mailbox, at_most=OURS_FOR, wait=PATIENCE),
        PopClient(server.wire(), limits=limits) as client,
    ):
        sizes = client.sizes()
        for number in (each for each, size in sizes.items() if size > LARGEST):
            new += keep([Fetched(number, client.top(number), is_whole=False)], now=now)
        for piece in _pieces({each: size for each, size in sizes.items() if size <= LARGEST}):
            fetched = list(_fetched(client, piece))
            new += keep(fetched, now=now)
            client.delete_many(each.number for each in fetched)
            if stopping() or time.monotonic() > end_at:
                break
    return new


def keep(fetched: Sequence[Fetched], *, now: datetime) -> int:
    """Store what is not known yet and return how many that are; durable on return.

    Bytes whose rows could not be stored are forgotten again.
    """
    digests = {each.sha256: each for each in fetched}
    known = ReturnedMail.objects.filter(sha256__in=list(digests))
    fresh = [digests[each] for each in digests.keys() - set(known.values_list("sha256", flat=True))]
    fresh.sort(key=lambda each: each.number)
    numbers = contents.keep_many(each.raw for each in fresh)
    try:
        with transaction.atomic():
            ReturnedMail.objects.bulk_create(
                _row(each, content, now) for each, content in zip(fresh, numbers, strict=True)
            )
    except BaseException:
        contents.discard(numbers)
        raise
    return len(fresh)


def _row(fetched: Fetched, content_id: int, now: datetime) -> ReturnedMail:
    head = headers_only(fetched.raw)
    whole = fetched.is_whole
    return ReturnedMail(
        sha256=fetched.sha256,
        content_id=content_id,
        size=len(fetched.raw),
        received_at=now,
        settled_at=None if whole else now,
        outcome=ReturnedMail.Outcome.WAITING if whole else ReturnedMail.Outcome.KEPT,
        why="" if whole else ReturnedMail.Why.TOO_LARGE,
        sender=storable(", ".join(each.addr or each.name for each in head.from_)),
        subject=storable(head.subject),
        message_id=storable(head.message_id)[:250],
    )


def storable(text: str) -> str:
    """Return ``text`` as every database takes it, not too long for a list."""
    plain = text[:_LONGEST_LINE].replace("\0", "")
    return plain.encode("utf-8", "replace").decode()


def _fetched(client: PopClient, numbers: Sequence[int]) -> Iterator[Fetched]:
    for number, answer in client.retrieve_many(numbers):
        if isinstance(answer, MailServerError):
            log.warning("A returned mail stays on its server: %s", answer)
        else:
            yield Fetched(number, answer)


def _pieces(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Yield message numbers in pieces that fit into memory."""
    piece: list[int] = []
    total = 0
    for number, size in sorted(sizes.items()):
        if piece and (total + size > PIECE_BYTES or len(piece) >= PIECE_MAILS):
            yield piece
            piece, total = [], 0
        piece.append(number)
        total += size
    if piece:
        yield piece
