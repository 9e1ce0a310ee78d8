"""What an event said at one moment, by value: so that one can tell what a change changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
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
        )
