"""What the clock runs here: receiving the mailbox, settling what came, forgetting it."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from kairan.clock.rounds import Round
from kairan.clock.worker import stopping
from kairan.mail.errors import MailServerError
from kairan.mailservers import plus_addresses
from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.returns.models import Visit
from kairan.returns.purging import purge
from kairan.returns.receiving import OURS_FOR, visit
from kairan.returns.settling import settle_waiting

log = logging.getLogger(__name__)

ROUND = "returns"
EVERY = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)


def receive_and_settle(now: datetime) -> datetime | None:
    """Settle what a killed worker left, receive what is new, settle that; return when next."""
    settle_waiting(now)
    server = MailServerSettings.current().notification_server
    if server is None or not server.is_set_up:
        Visit.objects.filter(failures__gt=0).update(failures=0, trouble={})
        return None
    if _is_our_turn(server, now):
        receive(server, now=now)
        settle_waiting(now)
    plus_addresses.give_up(now)
    return Visit.objects.values_list("next_at", flat=True).get(pk=Visit.THE_ROW)


def receive(server: IncomingServer, *, now: datetime) -> None:
    """Visit the mailbox once and write down how that went; trouble with the server is no error.

    The pause before the next visit grows with each failure, so that a wrong password locks nothing.
    """
    row = Visit.objects.get(pk=Visit.THE_ROW)
    try:
        visit(server, now=now, stopping=stopping)
    except MailServerError as error:
        log.info("The notification mailbox: %s", error)
        _write_down(row.failures + 1, {"kind": error.kind.value, "words": str(error)[:500]})
    except BaseException:
        _write_down(row.failures + 1, {"kind": "fault", "words": ""})
        raise
    else:
        _write_down(0, {}, visited_at=now)


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many failed visits in a row."""
    doubled: int = 2 ** min(failures, 10)
    return min(EVERY * doubled, LONGEST_PAUSE)


def _is_our_turn(server: IncomingServer, now: datetime) -> bool:
    """Take the visit that is due; False when it is not, or another worker was first.

    A server that was settled anew is visited at once, however often it has failed before.
    """
    row, _is_new = Visit.objects.get_or_create(pk=Visit.THE_ROW, defaults={"next_at": now})
    is_due = Q(next_at__lte=now) | Q(tried_at__lt=server.changed_at)
    mine = Visit.objects.filter(is_due, pk=row.pk, next_at=row.next_at)
    return mine.update(next_at=now + OURS_FOR, tried_at=now) == 1


def _write_down(failures: int, trouble: dict[str, str], **more: datetime) -> None:
    words = {name: value.replace("\0", "") for name, value in trouble.items()}
    next_at = timezone.now() + pause_after(failures)
    Visit.objects.filter(pk=Visit.THE_ROW).update(
        failures=failures, trouble=words, next_at=next_at, **more
    )


ROUNDS = [
    Round(ROUND, receive_and_settle, every=EVERY),
    Round("forgetting-returns", purge, every=timedelta(hours=6)),
]
