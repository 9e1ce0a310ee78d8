"""Stores what a server gave: bytes first, durably, then the rows that point to them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from kairan import clock
from kairan.attachments import contents
from kairan.mail.parse import Message as Parsed
from kairan.shell import many_rows
from kairan.webmail.models import Account, Keeping, Message, Served
from kairan.webmail.receiving.arrived import (
    Arrived,
    Fetched,
    arrived,
    correspondent,
    preview,
    storable,
)
from kairan.webmail.receiving.reading import read_all
from kairan.webmail.searching import indexing
from kairan.webmail.searching.fresh import fresh
from kairan.webmail.searching.texts import Telling
from kairan.webmail.sorting.arrivals import Sorter

EARLIEST_YEAR = 1970
SHOWN = 200  # of subject and sender, in the journal
# What the whole of a mail says better than its head.
_OF_THE_WHOLE = ("content_id", "size", "preview", "has_attachments")


def keep(account: Account, batch: Sequence[Fetched], *, now: datetime) -> int:
    """Store ``batch`` and return how many of it are readable; durable on return.

    A mail that cannot be read or fetched is set aside with its bytes and the reason; the rest
    comes in.
    """
    readings = read_all([each.raw for each in batch])
    return store(account, list(map(arrived, batch, readings)), now=now)


def store(
    account: Account,
    batch: Sequence[Arrived],
    *,
    now: datetime,
    also: Callable[[], None] = lambda: None,
) -> int:
    """Store what has arrived and return how many of it are listed; durable on return.

    ``also`` is done in the transaction of the rows. Bytes whose rows could not be stored are
    forgotten again.
    """
    with_bytes = [each for each in batch if each.has_bytes]
    numbers = contents.keep_many([each.fetched.raw for each in with_bytes])
    try:
        content_of = {each.fetched.uid: n for each, n in zip(with_bytes, numbers, strict=True)}
        with transaction.atomic():
            listed = _store_rows(account, batch, content_of, now)
            also()
    except BaseException:
        contents.discard(numbers)
        raise
    fresh.hand_over(
        [
            (content_of[each.fetched.uid], Telling.of(each.parsed))
            for each in with_bytes
            if each.parsed is not None
        ]
    )
    return listed


def _store_rows(
    account: Account, batch: Sequence[Arrived], content_of: dict[str, int], now: datetime
) -> int:
    sorter = Sorter(account, now=now)
    messages: dict[str, Message] = {}
    for mail in batch:
        if mail.parsed is not None:
            uid = mail.fetched.uid
            messages[uid] = _message(account, mail, content_of[uid], now)
            is_head = mail.outcome is Served.Outcome.HEAD
            (sorter.sort_head if is_head else sorter.sort)(messages[uid], mail.parsed)
    if messages:
        Keeping.count(account.owner_id, sum(each.size for each in messages.values()))
        sorter.join()
        many_rows.insert(list(messages.values()))
        clock.wake(indexing.ROUND)
        sorter.settle()
    uids = [each.fetched.uid for each in batch]
    account.served.filter(outcome=Served.Outcome.REFUSED, uid__in=uids).delete()
    many_rows.insert(
        [_served(account, each, content_of.get(each.fetched.uid), messages, now) for each in batch]
    )
    return len(messages)


def complete(account: Account, whole: Arrived, *, now: datetime) -> None:
    """Put a whole mail in the place of its head, which somebody asked to be completed.

    What could not be read or fetched leaves the head as it is, with the reason. A server that
    gives another mail under the same id is believed: that one is new.
    """
    row = account.served.select_related("message").get(uid=whole.fetched.uid)
    if whole.outcome is not Served.Outcome.RECEIVED:
        account.served.filter(pk=row.pk).update(is_wanted=False, reason=whole.reason)
        return
    if row.head_digest != whole.head_digest:
        name = f"{row.uid} {row.sha256}"
        account.served.filter(pk=row.pk).update(uid=name, is_on_server=False, is_wanted=False)
        store(account, [whole], now=now)
        return
    _put_in_place(account, row, whole, now)


def _put_in_place(account: Account, row: Served, whole: Arrived, now: datetime) -> None:
    number = contents.keep(whole.fetched.raw)
    old = row.message.content_id if row.message else None
    with transaction.atomic():
        if row.message is not None:
            fresh = _message(account, whole, number, now)
            Keeping.count(account.owner_id, fresh.size - row.message.size)
            Message.objects.filter(pk=row.message.pk).update(
                is_searchable=False, **{name: getattr(fresh, name) for name in _OF_THE_WHOLE}
            )
            clock.wake(indexing.ROUND)
        account.served.filter(pk=row.pk).update(
            outcome=Served.Outcome.RECEIVED, sha256=whole.sha256, is_wanted=False, reason=""
        )
    doomed = number if old is None else old
    contents.discard([doomed])


def _served(
    account: Account,
    mail: Arrived,
    content_id: int | None,
    messages: dict[str, Message],
    now: datetime,
) -> Served:
    message = messages.get(mail.fetched.uid)
    return many_rows.new(
        Served,
        account_id=account.pk,
        uid=mail.fetched.uid,
        sha256=mail.sha256,
        head_digest=mail.head_digest,
        size=mail.fetched.size,
        outcome=mail.outcome,
        reason=mail.reason,
        content_id=None if message else content_id,
        message_id=message.pk if message else None,
        subject=message.subject[:SHOWN] if message else "",
        sender=message.correspondent[:SHOWN] if message else "",
        seen_at=now,
    )


def _message(account: Account, mail: Arrived, content_id: int, now: datetime) -> Message:
    parsed = mail.parsed
    assert parsed is not None  # noqa: S101
    message = message_of(parsed, now=now)
    message.owner_id, message.account_id = account.owner_id, account.pk
    message.folder_id, message.content_id = account.folder_id, content_id
    message.size = len(mail.fetched.raw)
    if mail.outcome is Served.Outcome.HEAD:
        message.size = max(message.size, mail.fetched.size or 0)
    return message


def message_of(parsed: Parsed, *, now: datetime) -> Message:
    """Return the row of a mail as far as its words tell; whose and where it is, it lacks."""
    return many_rows.new(
        Message,
        message_id=storable(parsed.message_id),
        subject=storable(parsed.subject),
        correspondent=correspondent(parsed),
        preview=preview(parsed),
        arranged_at=_moment(parsed, now),
        has_attachments=any(not each.is_inline for each in parsed.attachments),
    )


def _moment(parsed: Parsed, now: datetime) -> datetime:
    """Return when the mail was written, as far as that can be: never later than it came in."""
    if parsed.date is None or parsed.date > now or parsed.date.year < EARLIEST_YEAR:
        return now
    return parsed.date
