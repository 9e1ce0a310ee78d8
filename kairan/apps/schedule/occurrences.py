"""When an event takes place: in the terms of whoever wrote it down, and as moments for everybody.

Hours are local to the time zone of the event, so that a meeting at nine stays at nine when the
clocks change. Where a local time does not exist or exists twice, RFC 5545 3.3.5 decides. An
occurrence ends at its local time as well: a night shift until six ends at six.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from kairan.apps.schedule.recurrence import Recurrence

DAY = timedelta(days=1)
FOREVER = datetime(3001, 1, 1, tzinfo=UTC)
MORNING = time(9)
"""When an event without hours counts as beginning, for its reminders."""
_EARLIEST, _LATEST = timedelta(hours=14), timedelta(hours=12)


class Span(StrEnum):
    """How much of its days an event takes."""

    HOURS = "hours"
    UNTIMED = "untimed"
    ALL_DAY = "all-day"


@dataclass(frozen=True, kw_only=True)
class Times:
    """One occurrence: ``day`` names it within its series; moments are aware, None without hours."""

    day: date
    last_day: date
    span: Span
    zone: ZoneInfo
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def days(self, zone: tzinfo) -> tuple[date, date]:
        """Return the first and the last day on which somebody in ``zone`` sees it."""
        if self.starts_at is None or self.ends_at is None:
            return self.day, self.last_day
        first = self.starts_at.astimezone(zone).date()
        ends_at = max(self.starts_at, self.ends_at - timedelta.resolution)
        return first, ends_at.astimezone(zone).date()

    @property
    def begins(self) -> datetime:
        """The moment from which reminders are counted back."""
        return self.starts_at or _moment(self.day, MORNING, self.zone)

    @property
    def over_at(self) -> datetime:
        """The moment from which it lies in the past."""
        return self.ends_at or _moment(self.last_day + DAY, time(), self.zone)


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Days, hours, time zone and rule of an event. ``last_day`` is that of its first occurrence.

    ``until`` is the day on which the last occurrence begins, None for a series without an end;
    ``skipped`` are days of the rule on which nothing takes place, or something else.
    """

    first_day: date
    last_day: date
    span: Span
    time_zone: str
    begins_at: time | None = None
    ends_at: time | None = None
    rule: str = ""
    until: date | None = None
    skipped: Collection[date] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the hours are meant."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def recurrence(self) -> Recurrence | None:
        """The rule, read; None for what takes place once."""
        return Recurrence.parse(self.rule) if self.rule else None

    @property
    def length(self) -> timedelta:
        """How many days lie between the first and the last day of an occurrence."""
        return self.last_day - self.first_day

    def on(self, day: date) -> Times:
        """Return the occurrence that begins on ``day``."""
        last_day = day + self.length
        starts_at = ends_at = None
        if self.begins_at is not None and self.ends_at is not None:
            starts_at = _moment(day, self.begins_at, self.zone)
            ends_at = max(starts_at, _moment(last_day, self.ends_at, self.zone))
        return Times(
            day=day,
            last_day=last_day,
            span=self.span,
            zone=self.zone,
            starts_at=starts_at,
            ends_at=ends_at,
        )

    def from_day(self, since: date, *, last: date | None = None) -> Iterator[Times]:
        """Return the occurrences that begin between two days of the zone of the event."""
        ends = [day for day in (last, self.until) if day is not None]
        for day in self._dates(since, min(ends, default=None)):
            if day not in self.skipped:
                yield self.on(day)

    def shown(self, first: date, last: date, zone: tzinfo) -> Iterator[Times]:
        """Return the occurrences that somebody in ``zone`` sees between two of their days."""
        since = first - self.length - 2 * DAY
        for times in self.from_day(since, last=last + 2 * DAY):
            begins, ends = times.days(zone)
            if begins <= last and first <= ends:
                yield times

    def has(self, day: date) -> bool:
        """Return whether an occurrence begins on ``day``."""
        return any(True for _times in self.from_day(day, last=day))

    def bounds(self) -> tuple[datetime, datetime]:
        """Return moments before and after which nobody on earth sees anything of it."""
        first = self.on(self.first_day)
        until = self.until if self.rule else self.first_day
        last = self.on(until) if until is not None else None
        if first.starts_at is None:
            begins = datetime.combine(first.day, time(), UTC) - _EARLIEST
        else:
            begins = first.starts_at
        if last is None:
            return begins, FOREVER
        if last.ends_at is not None:
            # An occurrence of no length is still to be found by what ends after its beginning.
            return begins, last.ends_at + timedelta.resolution
        return begins, datetime.combine(last.last_day + DAY, time(), UTC) + _LATEST

    def _dates(self, since: date, last: date | None) -> Iterator[date]:
        if self.recurrence is not None:
            yield from self.recurrence.dates(self.first_day, since=since, last=last)
        elif since <= self.first_day and (last is None or self.first_day <= last):
            yield self.first_day

    def settled(self) -> Pattern | None:
        """Return the same with its first day and its end where the rule has them, None if never."""
        if self.recurrence is None:
            return replace(self, until=None)
        first = self.recurrence.first_day(self.first_day)
        if first is None:
            return None
        return replace(
            self,
            first_day=first,
            last_day=first + self.length,
            until=self.recurrence.last_day(first),
        )

    def alone(self, day: date) -> Pattern:
        """Return when the occurrence of ``day`` takes place, as if it were the only one."""
        return replace(
            self, first_day=day, last_day=day + self.length, rule="", until=None, skipped=()
        )

    def to_text(self) -> str:
        """Return the pattern as text that :meth:`from_text` reads, for a notice."""
        return json.dumps(
            {
                "first_day": self.first_day.isoformat(),
                "last_day": self.last_day.isoformat(),
                "span": self.span.value,
                "time_zone": self.time_zone,
                "begins_at": self.begins_at.isoformat() if self.begins_at else None,
                "ends_at": self.ends_at.isoformat() if self.ends_at else None,
                "rule": self.rule,
                "until": self.until.isoformat() if self.until else None,
            }
        )

    @classmethod
    def from_text(cls, text: str) -> Pattern:
        """Return the pattern that :meth:`to_text` wrote; it skips nothing."""
        values: dict[str, Any] = json.loads(text)
        for name, read in _READ.items():
            values[name] = read(values[name]) if values[name] is not None else None
        return cls(**values)


_READ = {
    "first_day": date.fromisoformat,
    "last_day": date.fromisoformat,
    "until": date.fromisoformat,
    "begins_at": time.fromisoformat,
    "ends_at": time.fromisoformat,
    "span": Span,
}


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
