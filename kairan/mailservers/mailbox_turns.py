"""One login at a time to a mailbox, across all workers: a POP3 session locks it for everybody."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from kairan.mail.errors import Kind, MailServerError
from kairan.mailservers.models import IncomingServer, MailboxTurn
from kairan.shell.feature import Mailbox

POLL = 0.1  # seconds


@contextmanager
def turn(mailbox: Mailbox, *, at_most: timedelta, wait: timedelta) -> Iterator[None]:
    """Have ``mailbox`` to oneself inside the block, which must not last longer than ``at_most``.

    Waits up to ``wait`` for others; then raises ``MailServerError`` (MAILBOX_LOCKED, temporary).
    A holder that died gives way once its time is over. No transaction stays open meanwhile.
    """
    holder = secrets.token_hex(16)
    _wait_for_turn(mailbox, holder, at_most, wait)
    try:
        yield
    finally:
        MailboxTurn.objects.filter(holder=holder).delete()


@contextmanager
def turn_at(server: IncomingServer) -> Iterator[None]:
    """Have the mailbox of ``server`` to oneself for one login, as long as its timeout allows.

    Raises ``MailServerError`` (MAILBOX_LOCKED) like ``turn``.
    """
    timeout = timedelta(seconds=server.timeout)
    with turn(server.mailbox, at_most=4 * timeout, wait=timeout):
        yield


def _wait_for_turn(mailbox: Mailbox, holder: str, at_most: timedelta, wait: timedelta) -> None:
    give_up_at = time.monotonic() + wait.total_seconds()
    while not _taken(mailbox, holder, timezone.now(), at_most):
        if time.monotonic() >= give_up_at:
            raise MailServerError(Kind.MAILBOX_LOCKED, detail=f"{mailbox.user}@{mailbox.host}")
        time.sleep(POLL)


def _taken(mailbox: Mailbox, holder: str, now: datetime, at_most: timedelta) -> bool:
    until = now + at_most
    try:
        row, is_new = MailboxTurn.objects.get_or_create(
            host=mailbox.host, user=mailbox.user, defaults={"holder": holder, "until": until}
        )
    except IntegrityError:  # Somebody took it as we asked, and has given it back since: ask again.
        return False
    if is_new:
        return True
    is_over = Q(pk=row.pk, holder=row.holder, until__lt=now)
    return MailboxTurn.objects.filter(is_over).update(holder=holder, until=until) == 1
