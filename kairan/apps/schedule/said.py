"""What an event said at one moment, by value: so that one can tell what a change changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date

from kairan.apps.schedule.models import Event
from kairan.apps.schedule.occurrences import Pattern


@dataclass(frozen=True, kw_only=True)
class Said:
    """Title, place, details, times and people of an event, or of its one occurrence."""

    title: str
    place: str
    details: str
    pattern: Pattern
    people: frozenset[int]
    is_private: bool = field(compare=False)
    way: str = field(compare=False)
    leads: Sequence[int] = field(compare=False)
    """How it is kept, which is nobody's news."""

    @classmethod
    def by(cls, event: Event, people: Collection[int], *, day: date | None = None) -> Said:
        """Return what ``event`` says now; with ``day``, about the occurrence of that day."""
        pattern = event.pattern if day is None else event.pattern.alone(day)
        return cls(
            title=event.title,
            place=event.place,
            details=event.details,
            pattern=replace(pattern, skipped=()),
            people=frozenset(people),
            is_private=event.is_private,
            way=event.way,
            leads=event.leads,
        )

    def restored(self, event: Event) -> Event:
        """Return a copy of ``event`` that says this again; it is never saved."""
        was = copy(event)
        was.title, was.place, was.details = self.title, self.place, self.details
        pattern = self.pattern
        was.first_day, was.last_day = pattern.first_day, pattern.last_day
        was.span, was.time_zone = pattern.span.value, pattern.time_zone
        was.begins_at, was.ends_at = pattern.begins_at, pattern.ends_at
        was.rule, was.until = pattern.rule, pattern.until
        return was
