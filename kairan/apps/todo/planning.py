"""When a task is over, when it reminds, and when it comes again; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from kairan.clock.days import A_DAY, bounds, day_of, moment_of
from kairan.reminders.leads import Terms
from kairan.reminders.repeats import next_day

TRIES = 10


@dataclass(frozen=True)
class Due:
    """A day, and a time of that day or none, as the calendar and the clocks of somebody show it."""

    on: date
    at: time | None = None

    @classmethod
    def of(cls, moment: datetime, zone: tzinfo) -> "Due":
        """Return ``moment`` (aware) as clocks in ``zone`` show it."""
        local = moment.astimezone(zone)
        return cls(local.date(), local.time())

    def moment(self, zone: tzinfo) -> datetime | None:
        """Return the moment (UTC), None for a whole day."""
        return None if self.at is None else moment_of(self.on, self.at, zone)

    def ends_at(self, zone: tzinfo) -> datetime:
        """Return the moment (UTC) after which it is overdue: a whole day ends with its day."""
        return self.moment(zone) or bounds(self.on, zone)[1] - timedelta(microseconds=1)


def reminders(due: Due, *, leads: Sequence[timedelta] | None, terms: Terms) -> list[datetime]:
    """Return the moments (UTC) at which a task due then reminds, in order.

    :param leads: chosen on the task; None means those its person has settled. Before a whole day,
        a lead counts in days, and reminds in the morning. Where nothing was chosen on the task, the
        daily mail of the day is the reminder, and a mail of its own comes only without one.
    """
    chosen = terms.task_leads if leads is None else leads
    moment = due.moment(terms.zone)
    if moment is not None:
        return sorted({moment - lead for lead in chosen})
    days = {due.on - timedelta(days=lead.days) for lead in chosen}
    if leads is None and terms.has_daily_mail_on(due.on):
        days.discard(due.on)
    return sorted(moment_of(day, terms.morning, terms.zone) for day in days)


def next_due(due: Due, *, first: date, repeat: str, now: datetime, zone: tzinfo) -> Due | None:
    """Return when a task that is done at ``now`` is due again; a time that is over is left out.

    Days are counted from ``first``, so that the end of a month stays the end. None when it does
    not repeat.
    """
    after = max(due.on, day_of(now, zone) - A_DAY)
    for _try in range(TRIES):
        day = next_day(first, repeat, after=after)
        if day is None or day <= due.on:
            return None
        following = Due(day, due.at)
        if following.ends_at(zone) > now:
            return following
        after = day
    return None
