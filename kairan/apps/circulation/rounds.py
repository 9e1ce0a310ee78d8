"""What the clock runs for Circulation: reminding of deadlines that come near."""

from datetime import datetime

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.operations import remind_of_deadline
from kairan.clock.rounds import Round

AT_ONCE = 100


def remind_of_deadlines(now: datetime) -> datetime | None:
    """Remind of what is due at ``now`` (aware), each once; return when the next falls due."""
    while due := list(Circular.objects.to_remind(now).order_by("remind_at", "pk")[:AT_ONCE]):
        for circular in due:
            remind_of_deadline(circular, now=now)
    waiting = Circular.objects.exclude(remind_at=None).order_by("remind_at")
    return waiting.values_list("remind_at", flat=True).first()


ROUNDS = [Round("circulation-deadlines", remind_of_deadlines)]
