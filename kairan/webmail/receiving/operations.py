"""Receives one account, or asks for it. Interrupted anywhere, the next run continues."""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from kairan import clock
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3 import PopClient, PopLimits
from kairan.mailservers.mailbox_turns import turn
from kairan.webmail.models import Account
from kairan.webmail.receiving.keeping import Fetched, keep
from kairan.webmail.receiving.listing import deletable, distinct, new_among

log = logging.getLogger(__name__)

ROUND = "receiving"
EVERY = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=2)
LONGEST_SESSION = timedelta(minutes=30)
PATIENCE = timedelta(seconds=2)
LIMITS = PopLimits(message=64 * 1024 * 1024)
BATCH_MAILS, BATCH_BYTES = 200, 8 * 1024 * 1024


@dataclass(frozen=True)
class Report:
    """What one session brought: mails that came in, mails set aside, and what went wrong."""

    came: int = 0
    set_aside: int = 0
    trouble: MailServerError | None = None


def ask(account: Account) -> None:
    """Have ``account`` received as soon as the worker can; the page does not wait for it."""
    Account.objects.receiving().filter(pk=account.pk).update(next_receive_at=timezone.now())
    clock.wake(ROUND)


def claim(account: Account, now: datetime) -> bool:
    """Take the account for one session; False when another worker was first."""
    mine = Account.objects.filter(pk=account.pk, next_receive_at=account.next_receive_at)
    return mine.update(next_receive_at=now + LONGEST_SESSION) == 1


def receive(account: Account, *, now: datetime | None = None) -> Report:
    """Fetch what is new in ``account``, store it, then delete what its rule lets go.

    Trouble with the server is written down with the account and reported, never raised; the
    pause before the next try grows with each failure.
    """
    moment = now or timezone.now()
    try:
        with turn(account.incoming.mailbox, at_most=LONGEST_SESSION, wait=PATIENCE):
            report = _session(account, moment)
    except MailServerError as error:
        log.info("account %s: %s", account.pk, error)
        report = Report(trouble=error)
    _write_down(account, report, moment)
    return report


def _session(account: Account, now: datetime) -> Report:
    came = total = 0
    with PopClient(account.incoming.wire(), limits=LIMITS) as client:
        uids = _uids(client)
        fetched = _fetch(client, new_among(account, uids))
        for batch in _batches(fetched):
            came += keep(account, batch, now=now)
            total += len(batch)
        gone = deletable(account, uids, now)
        agreed = client.delete_many(gone)
    _forget_on_server(account, uids, {gone[number] for number in agreed})
    return Report(came=came, set_aside=total - came)


def _uids(client: PopClient) -> dict[int, str]:
    """Return the unique id of each message; the hash of its content where there is no UIDL."""
    try:
        return distinct(client.uidl())
    except MailServerError as error:
        if error.kind is not Kind.NOT_OFFERED:
            raise
    hashes = {
        number: hashlib.sha256(raw).hexdigest()
        for number, raw in client.retrieve_many(sorted(client.sizes()))
        if isinstance(raw, bytes)
    }
    return distinct(hashes)


def _fetch(client: PopClient, wanted: Mapping[int, str]) -> Iterator[Fetched]:
    for number, answer in client.retrieve_many(wanted):
        if isinstance(answer, bytes):
            yield Fetched(wanted[number], answer)
        else:
            yield Fetched(wanted[number], b"", reason=str(answer))


def _batches(fetched: Iterator[Fetched]) -> Iterator[list[Fetched]]:
    """Cut what comes into pieces that are stored in one commit each."""
    batch: list[Fetched] = []
    size = 0
    for each in fetched:
        batch.append(each)
        size += len(each.raw)
        if len(batch) >= BATCH_MAILS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _forget_on_server(account: Account, uids: Mapping[int, str], deleted: set[str]) -> None:
    """Note what is no longer on the server: deleted by us just now, or by somebody else."""
    there = set(uids.values()) - deleted
    known = account.served.filter(is_on_server=True).values_list("pk", "uid")
    gone = [pk for pk, uid in known if uid not in there]
    remaining = iter(gone)
    while part := list(islice(remaining, 500)):
        account.served.filter(pk__in=part).update(is_on_server=False)


def _write_down(account: Account, report: Report, now: datetime) -> None:
    trouble = report.trouble
    if trouble is None:
        account.failures, account.trouble, account.received_at = 0, {}, now
    else:
        account.failures += 1
        account.trouble = {
            "kind": trouble.kind.value,
            "words": trouble.words,
            "detail": trouble.detail,
            "at": now.isoformat(),
        }
    account.next_receive_at = timezone.now() + pause_after(account.failures)
    account.save(update_fields=["failures", "trouble", "received_at", "next_receive_at"])


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: doubling, two hours at most."""
    return min(EVERY * 2 ** min(failures, 10), LONGEST_PAUSE) if failures else EVERY
