"""What the clock runs here: reminders that ring, daily mails, and people who come or move."""

from datetime import datetime, timedelta

from kairan.clock.rounds import Round
from kairan.reminders.daily import follow_people, tell_due
from kairan.reminders.operations.reminders import ring_due


def _follow(now: datetime) -> datetime | None:
    follow_people(now)
    return None


ROUNDS = [
    Round("reminders", ring_due),
    Round("daily-mails", tell_due),
    Round("people-to-remind", _follow, every=timedelta(seconds=30)),
]
