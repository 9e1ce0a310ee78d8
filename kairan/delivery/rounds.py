"""What the clock runs for delivery: sending, giving up what is too late, forgetting what is old."""

from datetime import UTC, datetime, timedelta

from kairan.clock.rounds import TWO_SECONDS, Round
from kairan.clock.worker import stopping
from kairan.delivery import purging
from kairan.delivery.engine.loop import deliver


def send(now: datetime) -> datetime | None:
    """Deliver what is due; return when something falls due next."""
    del now  # Each step looks at the time itself: a run may last for hours.
    due = deliver(stopping=stopping)
    return None if due is None else datetime.fromtimestamp(due, UTC)


def give_up(now: datetime) -> None:
    """Expire what can no longer be sent in time."""
    purging.expire(now)


def forget(now: datetime) -> None:
    """Delete letters of long ago."""
    purging.purge(now)


ROUNDS = [
    Round("delivery", send, every=TWO_SECONDS),
    Round("delivery-expiry", give_up, every=timedelta(minutes=1)),
    Round("delivery-purge", forget, every=timedelta(hours=6)),
]
