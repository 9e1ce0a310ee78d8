"""Stores what a server gave: bytes first, durably, then the rows that point to them."""

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kairan import clock
from kairan.attachments import contents
from kairan.mail.parse import Message as Parsed
from kairan.mail.parse import parse
from kairan.webmail.models import Account, Keeping, Message, Served
from kairan.webmail.searching import indexing
from kairan.webmail.sorting.arrivals import Sorter

log = logging.getLogger(__name__)

PREVIEW = 200
_LINK = re.compile(r"https?://\S+")
EARLIEST_YEAR = 1970


@dataclass(frozen=True)
class Fetched:
    """One mail as the server gave it: what it is known by, its bytes, or why there are none."""

    uid: str
    raw: bytes
    outcome: Served.Outcome = Served.Outcome.RECEIVED
    reason: str = ""


def keep(account: Account, batch: Sequence[Fetched], *, now: datetime) -> int:
    """Store ``batch`` and return how many of it are readable; durable on return.

    A mail that cannot be read or fetched is set aside with its bytes and the reason; the rest
    comes in. Bytes whose rows could not be stored are forgotten again.
    """
    came = [each for each in batch if each.outcome == Served.Outcome.RECEIVED]
    others = [each for each in batch if each.outcome != Served.Outcome.RECEIVED]
    numbers = contents.keep_many(each.raw for each in came)
    sorter = Sorter(account, now=now)
    try:
        served = [
            *(_received(account, *each, sorter) for each in zip(came, numbers, strict=True)),
            *(_not_received(account, each, now) for each in others),
        ]
        messages = [each.message for each in served if each.message is not None]
        _store(account, messages, served, sorter)
    except BaseException:
        contents.discard(numbers)
        raise
    return len(messages)


def _store(account: Account, messages: list[Message], served: list[Served], sorter: Sorter) -> None:
    with transaction.atomic():
        Keeping.count(account.owner_id, sum(each.size for each in messages))
        sorter.join()
        Message.objects.bulk_create(messages)
        clock.wake(indexing.ROUND)
        sorter.settle()
        asked_again = account.served.filter(outcome=Served.Outcome.REFUSED)
        asked_again.filter(uid__in=[each.uid for each in served]).delete()
        Served.objects.bulk_create(served)


def _received(account: Account, fetched: Fetched, content_id: int, sorter: Sorter) -> Served:
    served = Served(
        account=account,
        uid=fetched.uid,
        sha256=hashlib.sha256(fetched.raw).hexdigest(),
        outcome=Served.Outcome.RECEIVED,
        seen_at=sorter.now,
    )
    try:
        served.message = _message(account, fetched.raw, content_id, sorter)
    except Exception as error:
        log.exception("A mail of account %s could not be read and is set aside.", account.pk)
        served.outcome = Served.Outcome.SET_ASIDE
        served.reason = storable(f"{type(error).__name__}: {error}")[:500]
        served.content_id = content_id
    return served


def _not_received(account: Account, fetched: Fetched, now: datetime) -> Served:
    return Served(
        account=account,
        uid=fetched.uid,
        outcome=fetched.outcome,
        reason=storable(fetched.reason)[:500],
        seen_at=now,
    )


def _message(account: Account, raw: bytes, content_id: int, sorter: Sorter) -> Message:
    parsed = parse(raw)
    message = Message(
        owner_id=account.owner_id,
        account=account,
        folder_id=account.folder_id,
        content_id=content_id,
        size=len(raw),
        message_id=storable(parsed.message_id),
        subject=storable(parsed.subject),
        correspondent=storable(", ".join(each.name or each.addr for each in parsed.from_)),
        preview=preview(parsed),
        arranged_at=_moment(parsed, sorter.now),
        has_attachments=any(not each.is_inline for each in parsed.attachments),
    )
    sorter.sort(message, parsed)
    return message


def preview(parsed: Parsed) -> str:
    """Return the first words of a mail, on one line; links say nothing there and are left out."""
    words = _LINK.sub("", parsed.text[: PREVIEW * 8]).split()
    return storable(" ".join(words))[:PREVIEW]


def storable(text: str) -> str:
    """Return ``text`` as every database takes it: without NUL, without half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _moment(parsed: Parsed, now: datetime) -> datetime:
    """Return when the mail was written, as far as that can be: never later than it came in."""
    if parsed.date is None or parsed.date > now or parsed.date.year < EARLIEST_YEAR:
        return now
    return parsed.date
