"""Receives one account, or asks for it. Interrupted anywhere, the next run continues."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kairan import clock
from kairan.attachments.models import Content
from kairan.mail.errors import MailServerError
from kairan.mailservers.mailbox_turns import turn
from kairan.mailservers.models import MailboxTurn
from kairan.notices.operations import announce
from kairan.shell.feature import Mailbox
from kairan.shell.mapping import read_unmapped
from kairan.webmail.models import Account, Run
from kairan.webmail.notices import ReceivingBroke, ReceivingWorks
from kairan.webmail.receiving.journal import Journal
from kairan.webmail.receiving.session import Session
from kairan.webmail.receiving.trouble import FAULT, FULL, NO_ROOM, fault_of
from kairan.webmail.sorting.quota import quota_of

log = logging.getLogger(__name__)

ROUND = "receiving"
_LOGGED = {
    FAULT: "Account %s could not be received; it is tried again later.",
    NO_ROOM: (
        "The disk takes no more, so account %s could not be received. Its mail waits on its "
        "server, and nothing is lost. Make room where KAIRAN_HOME is, or on PostgreSQL's disk."
    ),
}
EVERY = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=2)
LONGEST_TEMPORARY_PAUSE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(minutes=15)
PATIENCE = timedelta(seconds=2)
# How long account and mailbox are ours; renewed by the round while the session lasts. What a dead
# worker held is free again soon.
CLAIM = timedelta(minutes=3)
TOLD_AFTER = 3
"""Failures in a row after which the owner is told: about half an hour."""


@dataclass(frozen=True)
class Report:
    """What one visit brought, and what went wrong."""

    run: Run
    trouble: MailServerError | None = None

    @property
    def came(self) -> int:
        """How many mails came in."""
        return self.run.new

    @property
    def set_aside(self) -> int:
        """How many mails could not be read or fetched."""
        return self.run.failed

    @property
    def is_over(self) -> bool:
        """False when it was ended early: there may be more."""
        return self.run.is_over


def ask(account: Account) -> None:
    """Have ``account`` received as soon as the worker can; the page does not wait for it."""
    Account.objects.receiving().filter(pk=account.pk).update(next_receive_at=timezone.now())
    clock.wake(ROUND)


def claim(account: Account, now: datetime) -> bool:
    """Take the account for one session; False when another worker was first."""
    mine = Account.objects.unclaimed(now).filter(
        pk=account.pk, next_receive_at=account.next_receive_at
    )
    return mine.update(claimed_until=now + CLAIM) == 1


def renew_claims(accounts: Mapping[int, Mailbox], now: datetime) -> None:
    """Keep accounts that are being received in this process, and their mailboxes, from others."""
    if not accounts:
        return
    until = now + CLAIM
    Account.objects.filter(pk__in=list(accounts)).update(claimed_until=until)
    mailboxes = (Q(host=each.host, user=each.user) for each in accounts.values())
    MailboxTurn.objects.filter(reduce(or_, mailboxes)).update(until=until)


def receive(
    account: Account, *, now: datetime | None = None, stopping: Callable[[], bool] = lambda: False
) -> Report:
    """Fetch what is new in ``account``, store it, then delete what its rule lets go.

    Trouble with the server is written down with the account and reported, never raised; the
    pause before the next try grows with each failure. Ends early, with all that came stored,
    when ``stopping()`` or after 15 minutes; then it goes on at once. Whose quota is used up gets
    nothing: their mail stays on the server.
    """
    read_unmapped(Account, Content)
    moment = now or timezone.now()
    journal = Journal(account, moment)
    error: MailServerError | None = None
    try:
        trouble = _visit(account, journal, moment, stopping)
    except MailServerError as caught:
        log.info("account %s: %s", account.pk, caught)
        error = caught
        trouble = _trouble(error, moment)
        _write_down(account, journal, trouble, pause_after(account.failures + 1, error))
    except Exception as failure:
        trouble = {"kind": fault_of(failure), "at": moment.isoformat()}
        log.exception(_LOGGED[trouble["kind"]], account.pk)
        _write_down(account, journal, trouble, pause_after(account.failures + 1))
        raise
    else:
        is_over = journal.run.is_over or trouble
        _write_down(account, journal, trouble, EVERY if is_over else timedelta())
    return Report(journal.run, error)


def _visit(
    account: Account, journal: Journal, now: datetime, stopping: Callable[[], bool]
) -> dict[str, Any]:
    """Go to the server, and return what hinders that without being trouble with the server."""
    quota = quota_of(account.owner)
    if quota.is_full:
        journal.run.is_over = False
        return {"kind": FULL, "at": now.isoformat()}
    give_up_at = time.monotonic() + LONGEST_SESSION.total_seconds()
    session = Session(
        account,
        journal,
        now=now,
        room=quota.room,
        ends_now=lambda: stopping() or time.monotonic() > give_up_at,
    )
    with turn(account.incoming.mailbox, at_most=CLAIM, wait=PATIENCE):
        session.visit()
    return {}


def _trouble(error: MailServerError, now: datetime) -> dict[str, Any]:
    return {
        "kind": error.kind.value,
        "words": error.words.replace("\0", ""),
        "detail": error.detail.replace("\0", ""),
        "at": now.isoformat(),
    }


@transaction.atomic
def _write_down(
    account: Account, journal: Journal, trouble: dict[str, Any], pause: timedelta
) -> None:
    """Give the claim back; who asked for the account meanwhile gets it received again at once."""
    row = Account.objects.filter(pk=account.pk)
    if not row.exists():
        return
    ended_at = timezone.now()
    _tell(account, trouble)
    account.failures = account.failures + 1 if trouble else 0
    account.trouble = trouble
    if not trouble:
        account.received_at = journal.run.begun_at
    journal.end(trouble, ended_at, ended_at + pause)
    row.filter(next_receive_at=account.next_receive_at).update(next_receive_at=ended_at + pause)
    row.update(
        claimed_until=None,
        trouble=account.trouble,
        failures=account.failures,
        received_at=account.received_at,
        shown_digest=account.shown_digest,
    )


def _tell(account: Account, trouble: dict[str, Any]) -> None:
    """Tell the owner once that receiving has failed for a while, and once that it works again."""
    if trouble and account.failures + 1 == TOLD_AFTER:
        announce(ReceivingBroke.with_trouble(account, trouble), to=[account.owner_id])
    elif not trouble and account.failures >= TOLD_AFTER:
        announce(ReceivingWorks.of(account), to=[account.owner_id])


def pause_after(failures: int, error: MailServerError | None = None) -> timedelta:
    """Return how long to wait after so many failures in a row.

    It doubles each time: to half an hour where waiting may help, otherwise to two hours, so that a
    wrong password does not lock the mailbox of its owner.
    """
    is_temporary = error is not None and error.temporary
    longest = LONGEST_TEMPORARY_PAUSE if is_temporary else LONGEST_PAUSE
    doubled: timedelta = EVERY * 2 ** min(failures, 10)
    return min(doubled, longest)
