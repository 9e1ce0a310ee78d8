"""What the worker does for WebMail: receive due accounts side by side; put mails into the index."""

import threading
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import connections
from django.db.models import Min

from kairan import clock
from kairan.clock.rounds import Round
from kairan.clock.worker import stopping
from kairan.shell.feature import Mailbox
from kairan.webmail.jobs.mailboxes import export_piece, forget_jobs, import_piece
from kairan.webmail.jobs.running import ROUND as JOBS
from kairan.webmail.jobs.running import Step, run_all
from kairan.webmail.jobs.selections import apply_piece, change_piece
from kairan.webmail.models import Account, Job
from kairan.webmail.receiving.journal import forget_long_gone
from kairan.webmail.receiving.operations import ROUND, claim, receive, renew_claims
from kairan.webmail.searching import indexing
from kairan.webmail.searching.fresh import fresh
from kairan.webmail.sorting.trash import purge
from kairan.webmail.threads.joining import join_old
from kairan.webmail.writing.operations import ROUND as SENT
from kairan.webmail.writing.operations import forget_gone

SIDE_BY_SIDE = 24
# A host that hangs holds up its own accounts only.
SIDE_BY_SIDE_AT_A_HOST = 6
EVERY = timedelta(seconds=30)
PURGED_EVERY = timedelta(hours=1)

_lock = threading.Lock()
_going: dict[int, Mailbox] = {}


def receive_due(now: datetime) -> datetime | None:
    """Start receiving due accounts and return when the next one is due.

    It does not wait: each is received in a thread of its own, which ends with the process. Killed
    anywhere, the next session goes on.
    """
    renew_claims(_under_way(), now)
    while not stopping() and (due := _next(now)):
        for account in due:
            if _has_room_for(account) and claim(account, now):
                _start(account)
    future = Account.objects.receiving().filter(next_receive_at__gt=now)
    next_due: datetime | None = future.aggregate(moment=Min("next_receive_at"))["moment"]
    return next_due


def _under_way() -> dict[int, Mailbox]:
    with _lock:
        return dict(_going)


def _next(now: datetime) -> list[Account]:
    with _lock:
        busy = [host for host, count in _at_hosts().items() if count >= SIDE_BY_SIDE_AT_A_HOST]
        going = list(_going)
    room = SIDE_BY_SIDE - len(going)
    due = Account.objects.due(now).with_servers()
    due = due.exclude(incoming__host__in=busy).exclude(pk__in=going)
    return list(due.order_by("next_receive_at")[: max(room, 0)])


def _at_hosts() -> Counter[str]:
    return Counter(mailbox.host for mailbox in _going.values())


def _has_room_for(account: Account) -> bool:
    with _lock:
        return _at_hosts()[account.incoming.mailbox.host] < SIDE_BY_SIDE_AT_A_HOST


def _start(account: Account) -> None:
    with _lock:
        _going[account.pk] = account.incoming.mailbox
    # Not a pool: its threads would hold up the end of the process.
    threading.Thread(
        target=_receive, args=[account], name=f"receiving-{account.pk}", daemon=True
    ).start()


def _receive(account: Account) -> None:
    try:
        with suppress(Exception):  # It is logged, and written down with the account.
            receive(account, stopping=stopping)
    finally:
        with _lock:
            _going.pop(account.pk, None)
        clock.wake(ROUND)
        connections.close_all()


def join_waiting(now: datetime) -> None:  # noqa: ARG001 - what waits is what has none
    """Put mail that was stored before there were conversations into them."""
    join_old(stopping=stopping)


def purge_trash(now: datetime) -> None:
    """Delete for good what has lain in the trash for its days."""
    purge(now, stopping=stopping)


def index(now: datetime) -> None:
    """Put mails into the index of words until none waits."""
    fresh.wait_for_a_pause(enough=indexing.BATCH, stopping=stopping)
    indexing.index_waiting(now, stopping=stopping)


def do_jobs(now: datetime) -> None:
    """Do what takes long, piece by piece; forget what was over days ago."""
    forget_jobs(now)
    run_all(STEPS, stopping=stopping)


STEPS: dict[str, Step] = {
    Job.Kind.SELECTION: change_piece,
    Job.Kind.RULE: apply_piece,
    Job.Kind.IMPORT: import_piece,
    Job.Kind.EXPORT: export_piece,
}
ROUNDS = [
    Round(JOBS, do_jobs, every=EVERY),
    Round(ROUND, receive_due, every=EVERY),
    Round("conversations", join_waiting, every=PURGED_EVERY),
    Round("trash", purge_trash, every=PURGED_EVERY),
    Round(indexing.ROUND, index, every=indexing.EVERY),
    Round("journal", forget_long_gone, every=PURGED_EVERY),
    Round(SENT, forget_gone, every=timedelta(minutes=1)),
]
