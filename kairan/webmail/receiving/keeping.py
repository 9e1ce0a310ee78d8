"""Stores what a server gave: bytes first, durably, then the rows that point to them."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kairan.attachments import contents
from kairan.mail.parse import Message as Parsed
from kairan.mail.parse import parse
from kairan.webmail.models import Account, Message, Served

log = logging.getLogger(__name__)

PREVIEW = 200
EARLIEST_YEAR = 1970


@dataclass(frozen=True)
class Fetched:
    """One mail as the server gave it: its unique id, and its bytes or why there are none."""

    uid: str
    raw: bytes
    reason: str = ""


def keep(account: Account, batch: Sequence[Fetched], *, now: datetime) -> int:
    """Store ``batch`` and return how many of it are readable; durable on return.

    A mail that cannot be read or fetched is set aside with its bytes and the reason; the rest
    comes in.
    """
    numbers = contents.keep_many(each.raw for each in batch)
    messages: list[Message] = []
    served: list[Served] = []
    for each, content_id in zip(batch, numbers, strict=True):
        message, reason = _read(account, each, content_id, now)
        if message is not None:
            messages.append(message)
        served.append(
            Served(
                account=account,
                uid=each.uid,
                outcome=Served.Outcome.SET_ASIDE if reason else Served.Outcome.RECEIVED,
                reason=reason[:500],
                content_id=content_id if reason else None,
                message=message,
                seen_at=now,
            )
        )
    with transaction.atomic():
        Message.objects.bulk_create(messages)
        Served.objects.bulk_create(served)
    return len(messages)


def _read(
    account: Account, fetched: Fetched, content_id: int, now: datetime
) -> tuple[Message | None, str]:
    if fetched.reason:
        return None, fetched.reason
    try:
        return _message(account, fetched.raw, content_id, now), ""
    except Exception as error:
        log.exception("A mail of account %s could not be read and is set aside.", account.pk)
        return None, f"{type(error).__name__}: {error}"


def _message(account: Account, raw: bytes, content_id: int, now: datetime) -> Message:
    parsed = parse(raw)
    return Message(
        owner_id=account.owner_id,
        account=account,
        folder_id=account.folder_id,
        content_id=content_id,
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        message_id=storable(parsed.message_id),
        subject=storable(parsed.subject),
        correspondent=storable(", ".join(each.name or each.addr for each in parsed.from_)),
        preview=preview(parsed),
        arranged_at=_moment(parsed, now),
        has_attachments=any(not each.is_inline for each in parsed.attachments),
    )


def preview(parsed: Parsed) -> str:
    """Return the first words of a mail, on one line."""
    return storable(" ".join(parsed.text[: PREVIEW * 8].split()))[:PREVIEW]


def storable(text: str) -> str:
    """Return ``text`` as every database takes it: without NUL."""
    return text.replace("\0", "")


def _moment(parsed: Parsed, now: datetime) -> datetime:
    """Return when the mail was written, as far as that can be: never later than it came in."""
    if parsed.date is None or parsed.date > now or parsed.date.year < EARLIEST_YEAR:
        return now
    return parsed.date
