"""When a day and an hour of a person come, and when what comes daily is due; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings as deployed

A_DAY = timedelta(days=1)


def zone_named(name: str) -> ZoneInfo:
    """Return the zone, or that of this installation where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(deployed.TIME_ZONE)


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment (UTC) at which clocks in ``zone`` show ``at`` on ``day``.

    An hour that comes twice counts the first time. One that is skipped counts as much later as the
    clocks jump, but never on another day.
    """
    moment = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).date() == day:
        return moment
    return datetime.combine(day + A_DAY, time(), tzinfo=zone).astimezone(UTC) - timedelta(seconds=1)


def day_of(moment: datetime, zone: tzinfo) -> date:
    """Return the day that ``moment`` (aware) belongs to in ``zone``."""
    return moment.astimezone(zone).date()


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the moments (UTC) at which ``day`` begins and at which it is over in ``zone``."""
    begin, end = (
        datetime.combine(each, time(), tzinfo=zone).astimezone(UTC) for each in (day, day + A_DAY)
    )
    return begin, end


@dataclass(frozen=True)
class Daily:
    """On which weekdays (Monday is 0; at least one) and when somebody's daily mail comes."""

    at: time
    weekdays: frozenset[int]
    zone: tzinfo

    def days(self, first: date, told_on: date | None) -> Iterator[date]:
        """Return the days with a mail from ``first`` on, without those told already."""
        for number in count():
            day = first + A_DAY * number
            if day.weekday() in self.weekdays and (told_on is None or day > told_on):
                yield day

    def tells(self, planned: datetime, *, now: datetime, told_on: date | None) -> date | None:
        """Return the day that a mail planned for ``planned`` and claimed at ``now`` tells about.

        None when that day is over: who was away for days is not told about the past.
        """
        today = day_of(now, self.zone)
        if told_on is not None and told_on >= today:
            return None
        if day_of(planned, self.zone) == today:
            return today
        is_due = today.weekday() in self.weekdays and moment_of(today, self.at, self.zone) <= now
        return today if is_due else None

    def next(
        self, *, now: datetime, told_on: date | None, owed: datetime | None = None
    ) -> datetime:
        """Return when the next mail is due (UTC), at most one on a day.

        ``owed`` is a mail that was planned under other terms and has not come: if it belongs to
        today and today's hour is over under these, it comes now, so that no day goes without.
        """
        today = day_of(now, self.zone)
        is_owed = owed is not None and day_of(owed, self.zone) == today
        for day in self.days(today, told_on):
            moment = moment_of(day, self.at, self.zone)
            if moment > now:
                return moment
            if is_owed and day == today:
                return now
        raise AssertionError("There is always a later day.")
