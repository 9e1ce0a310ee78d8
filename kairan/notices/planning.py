"""When one person hears of one notice by mail, and why then: a function of values, nothing else.

All moments are aware and in UTC; hours and days are those of the clocks where the person is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import count, islice

from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.clock.days import A_DAY, Daily, bounds, day_of, moment_of
from kairan.notices.public_holidays import is_public_holiday

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
MORNING = time(8)
# Farther than the longest pause of a year with any run of holidays behind it.
MOST_DAYS = 1000


class Mail(models.TextChoices):
    """At what time a kind of notice is mailed to a person."""

    NOW = "now", _("at once")
    BUNDLE = "bundle", _("bundled")
    DAILY = "daily", _("once a day")
    OFF = "off", _("no mail")


class Why(StrEnum):
    """Why a mail does not leave at once; the values are those of ``Notification.Reason``."""

    NOTHING = ""
    BUNDLED = "bundled"
    DAILY = "daily"
    QUIET = "quiet"
    DAY_OFF = "day-off"
    PAUSED = "paused"
    OFF = "preference"


@dataclass(frozen=True)
class Traits:
    """What a kind of notice says of itself.

    One that ``crosses_quiet_hours`` crosses days off and pauses, too. One that
    ``joins_daily_mail`` is the occasion of a daily mail: what waits for that goes with it.
    """

    crosses_quiet_hours: bool = False
    joins_daily_mail: bool = False


@dataclass(frozen=True)
class Choice:
    """How a person wants a kind of notice; ``rings`` is the bell."""

    mail: Mail = Mail.NOW
    rings: bool = True


AS_USUAL = Choice()


@dataclass(frozen=True)
class Times:
    """When mail may reach a person.

    Quiet hours may cross midnight; equal ends mean none. Mail comes on ``weekdays`` (Monday is 0;
    none means all) that are no public holiday of ``country`` (ISO 3166-1, "" for no country) and
    not within ``pause``, a first and a last day.
    """

    zone: tzinfo = UTC
    window: timedelta = timedelta(hours=1)
    quiet: tuple[time, time] | None = None
    weekdays: frozenset[int] = EVERY_DAY
    country: str = ""
    pause: tuple[date, date] | None = None
    daily_at: time = MORNING
    daily_weekdays: frozenset[int] = field(default=WORKING_DAYS)

    def rests_on(self, day: date) -> Why:
        """Return why no mail comes on the whole of ``day``; nothing when it may come."""
        if self.pause is not None and self.pause[0] <= day <= self.pause[1]:
            return Why.PAUSED
        if self.weekdays and day.weekday() not in self.weekdays:
            return Why.DAY_OFF
        return Why.DAY_OFF if is_public_holiday(self.country, day) else Why.NOTHING

    def next_open(self, moment: datetime) -> datetime:
        """Return the first moment from ``moment`` (aware) on at which mail may come.

        Where there is none within :data:`MOST_DAYS`, ``moment`` itself: a mail at the wrong hour
        is better than none.
        """
        if self.is_always_open:
            return moment.astimezone(UTC)
        for day in _from(day_of(moment, self.zone)):
            for begin, end in self._open_on(day):
                if moment < end:
                    return max(moment.astimezone(UTC), begin)
        return moment.astimezone(UTC)

    @property
    def is_always_open(self) -> bool:
        """Whether mail may come at any moment."""
        limits = (self.quiet, self.country, self.pause)
        return not any(limits) and self.weekdays in (frozenset(), EVERY_DAY)

    def is_open(self, moment: datetime) -> bool:
        """Whether mail may come at ``moment`` (aware)."""
        return self.next_open(moment) == moment

    def next_daily(self, now: datetime) -> datetime:
        """Return when the first daily mail after ``now`` (aware) comes."""
        daily = Daily(self.daily_at, self.daily_weekdays or EVERY_DAY, self.zone)
        for day in islice(daily.days(day_of(now, self.zone), None), MOST_DAYS):
            moment = moment_of(day, self.daily_at, self.zone)
            if moment > now and not self.rests_on(day):
                return self.next_open(moment)
        return self.next_open(daily.next(now=now, told_on=None))

    def why_closed(self, moment: datetime) -> Why:
        """Return why mail may not come at ``moment`` (aware); nothing when it may."""
        if self.is_open(moment):
            return Why.NOTHING
        return self.rests_on(day_of(moment, self.zone)) or Why.QUIET

    def _open_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Return the spans of ``day``, in their order, in which mail may come."""
        if self.rests_on(day):
            return
        begin, end = bounds(day, self.zone)
        if self.quiet is None or self.quiet[0] == self.quiet[1]:
            yield begin, end
            return
        falls = _first_time(day, self.quiet[0], self.zone)
        lifts = _last_time(day, self.quiet[1], self.zone)
        if self.quiet[0] > self.quiet[1]:
            spans = [(max(begin, lifts), min(end, falls))]
        else:
            spans = [(begin, min(end, falls)), (max(begin, lifts), end)]
        yield from (span for span in spans if span[0] < span[1])


@dataclass(frozen=True)
class Plan:
    """How one person hears of one notice. ``moment`` (UTC) is None when no mail comes."""

    mail: Mail
    moment: datetime | None
    why: Why
    rings: bool

    @property
    def waits(self) -> bool:
        """Whether the mail comes later than at once."""
        return self.moment is not None and self.why != Why.NOTHING


def plan(*, traits: Traits, choice: Choice, times: Times, now: datetime) -> Plan:
    """Return when and why then a person hears of a notice that comes up at ``now`` (aware)."""
    if choice.mail is Mail.OFF:
        return Plan(Mail.OFF, None, Why.OFF, choice.rings)
    if traits.joins_daily_mail:
        return Plan(Mail.DAILY, times.next_open(now), Why.DAILY, choice.rings)
    if choice.mail is Mail.DAILY:
        return Plan(Mail.DAILY, times.next_daily(now), Why.DAILY, choice.rings)
    if choice.mail is Mail.BUNDLE:
        moment = times.next_open(now + times.window)
        return Plan(Mail.BUNDLE, moment, Why.BUNDLED, choice.rings)
    if traits.crosses_quiet_hours:
        return Plan(Mail.NOW, now.astimezone(UTC), Why.NOTHING, choice.rings)
    return Plan(Mail.NOW, times.next_open(now), times.why_closed(now), choice.rings)


def _from(first: date) -> Iterator[date]:
    return (first + A_DAY * number for number in islice(count(), MOST_DAYS))


def _first_time(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the earliest moment that clocks could call ``at``; before a gap, never behind it."""
    return min(_readings(day, at, zone))


def _last_time(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the latest moment that clocks could call ``at``; behind a gap, never before it."""
    return max(_readings(day, at, zone))


def _readings(day: date, at: time, zone: tzinfo) -> list[datetime]:
    """Return both readings of an hour that is skipped or comes twice (PEP 495)."""
    local = datetime.combine(day, at, tzinfo=zone)
    return [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
