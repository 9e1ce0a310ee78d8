"""When those who have not confirmed are reminded of a deadline: pure rules of the clock."""

from datetime import datetime, timedelta

LEAD = timedelta(days=1)


def reminder_before(deadline: datetime, *, sent_at: datetime) -> datetime:
    """Return when to remind of ``deadline``: a day before, or halfway where that is later.

    A deadline nearer than two days leaves half of its time before the reminder, for a reminder
    that comes right behind the circular reminds nobody. All moments are aware; days are of 24
    hours, whatever clocks do.
    """
    return max(deadline - LEAD, sent_at + (deadline - sent_at) / 2)
