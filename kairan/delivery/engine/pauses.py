"""The circuit breaker: a server in trouble gets nothing for a while, then one letter to prove."""

import logging
import random
import time
from collections.abc import Iterable

from django.db import transaction

from kairan.delivery import schedule
from kairan.delivery.engine.moments import aware
from kairan.delivery.models import Pause
from kairan.mail.errors import MailServerError

log = logging.getLogger(__name__)

_PROBE_LASTS = 120.0


def of(servers: Iterable[int]) -> dict[int, Pause]:
    """Return the pauses of some servers."""
    return {pause.server_id: pause for pause in Pause.objects.filter(server__in=servers)}


def may_probe(pause: Pause, now: float) -> bool:
    """Take the right to try one letter, once the pause is over; only one worker gets it."""
    if pause.until.timestamp() > now:
        return False
    mine = Pause.objects.filter(pk=pause.pk, until=pause.until)
    return bool(mine.update(until=aware(now + _PROBE_LASTS)))


@transaction.atomic
def begin(server: int, error: MailServerError) -> float:
    """Let a server rest, longer each time; return until when (seconds since the epoch)."""
    now = time.time()
    found = Pause.objects.select_for_update().filter(server=server).first()
    pause = found or Pause(server_id=server, since=aware(now), failures=0)
    pause.failures += 1
    pause.is_permanent = not error.temporary
    rest = schedule.pause_after(
        pause.failures,
        is_lasting=pause.is_permanent,
        chance=random.random(),  # noqa: S311
    )
    pause.until = aware(now + rest)
    pause.kind = error.kind.value
    pause.code = error.code
    pause.words = error.words or error.detail
    pause.save()
    log.warning("Server %s rests for %.0f seconds: %s", server, rest, error)
    return now + rest


def end(server: int) -> None:
    """The server works again."""
    Pause.objects.filter(server=server).delete()
    log.info("Server %s works again.", server)
