"""How an event repeats, by dates alone: the part of RFC 5545 3.3.10 that people choose.

Rules are kept as the text of the RFC with every BY part written out, so that a series may be
entered in the middle: what a week in its tenth year holds costs no more than its first week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Literal

from dateutil import rrule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = (0, 1, 2, 3, 4)
LAST = -1


class Frequency(StrEnum):
    """How often, before the interval."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


_OF_DATEUTIL: dict[Frequency, Literal[0, 1, 2, 3]] = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """A rule. ``weekdays`` count from Monday, 0; ``week`` is the n-th of the month, -1 the last.

    ``month_day`` is the day of the month, -1 the last; ``month`` belongs to yearly rules. At most
    one of ``until`` (the last day on which an occurrence may begin) and ``count`` is set.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    week: int = 0
    month_day: int = 0
    month: int = 0
    until: date | None = None
    count: int | None = None

    def __str__(self) -> str:
        """Return the rule as RFC 5545 writes it, ``UNTIL`` as a date."""
        return ";".join(f"{name}={value}" for name, value in self._parts() if value)

    @classmethod
    def parse(cls, text: str) -> Recurrence:
        """Return the rule that :meth:`__str__` wrote; raise ValueError for what it never writes."""
        parts = dict(part.split("=", 1) for part in text.split(";"))
        days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
        return cls(
            frequency=Frequency(parts["FREQ"]),
            interval=int(parts.get("INTERVAL", 1)),
            weekdays=tuple(DAYS.index(day[-2:]) for day in days),
            week=int(days[0][:-2] or 0) if days else 0,
            month_day=int(parts.get("BYMONTHDAY", 0)),
            month=int(parts.get("BYMONTH", 0)),
            until=_date(parts["UNTIL"]) if "UNTIL" in parts else None,
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
        )

    def _parts(self) -> Iterator[tuple[str, str]]:
        week = str(self.week) if self.week else ""
        yield "FREQ", self.frequency.value
        yield "INTERVAL", str(self.interval) if self.interval > 1 else ""
        yield "BYMONTH", str(self.month or "")
        yield "BYMONTHDAY", str(self.month_day or "")
        yield "BYDAY", ",".join(f"{week}{DAYS[day]}" for day in self.weekdays)
        yield "UNTIL", f"{self.until:%Y%m%d}" if self.until else ""
        yield "COUNT", str(self.count or "")

    @property
    def endless(self) -> Recurrence:
        """The same rule without an end."""
        return replace(self, until=None, count=None)

    def dates(self, first: date, *, since: date, last: date | None = None) -> Iterator[date]:
        """Return the days on which a series that begins on ``first`` has an occurrence.

        :param since: the first day of interest; a later one costs no more than an early one.
        :param last: the last day of interest. The end of the rule itself is not looked at:
            :meth:`last_day` turns it into a date once.
        """
        from_day = max(first, since)
        rule = rrule.rrule(
            _OF_DATEUTIL[self.frequency],
            dtstart=_midnight(self._near(first, from_day)),
            interval=self.interval,
            wkst=rrule.MO,
            bymonth=self.month or None,
            bymonthday=self.month_day or None,
            byweekday=[self._weekday(day) for day in self.weekdays] or None,
            until=_midnight(last) if last is not None else None,
        )
        return (moment.date() for moment in rule if moment.date() >= from_day)

    def first_day(self, first: date) -> date | None:
        """Return the first day from ``first`` on that fits the rule, None when none ever does."""
        return next(self.endless.dates(first, since=first, last=self.until), None)

    def last_day(self, first: date) -> date | None:
        """Return the day on which the last occurrence begins; None for a rule without an end.

        ``first`` fits the rule.
        """
        if self.count is not None:
            *_before, last = islice(self.dates(first, since=first), self.count)
            return last
        if self.until is None:
            return None
        return self._last_until(first, self.until)

    def _last_until(self, first: date, until: date) -> date:
        window = timedelta(days=400 * self.interval)
        while until - first > window:
            found = list(self.dates(first, since=until - window, last=until))
            if found:
                return found[-1]
            window *= 4
        return [first, *self.dates(first, since=first, last=until)][-1]

    def _weekday(self, day: int) -> rrule.weekday:
        return rrule.weekday(day, self.week or None)

    def _near(self, first: date, day: date) -> date:
        """Return a day shortly before ``day`` from which the rule goes on in the same step."""
        match self.frequency:
            case Frequency.DAILY:
                return first + _steps((day - first).days, self.interval) * timedelta(days=1)
            case Frequency.WEEKLY:
                monday = first - timedelta(days=first.weekday())
                weeks = _steps((day - monday).days // 7, self.interval)
                return monday + timedelta(weeks=weeks)
            case Frequency.MONTHLY:
                months = (day.year - first.year) * 12 + day.month - first.month
                months = first.year * 12 + first.month - 1 + _steps(months, self.interval)
                return date(months // 12, months % 12 + 1, 1)
            case Frequency.YEARLY:
                return date(first.year + _steps(day.year - first.year, self.interval), 1, 1)


def _steps(distance: int, interval: int) -> int:
    return distance // interval * interval


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _date(text: str) -> date:
    return datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone


def nth_weekday(day: date) -> int:
    """Return which of its weekday in the month ``day`` is; -1 for a fifth, which is the last."""
    week = (day.day - 1) // 7 + 1
    return week if week <= 4 else LAST
