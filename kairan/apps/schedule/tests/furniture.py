"""One of everything that the schedule has, for the journeys through every page."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from kairan.apps.schedule.models import Event
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import Plan, Scope, cancel, change, register
from kairan.people.models import User
from kairan.people.picker import Selection

PRIVATE = "Interview 採用面接"


def furnish(author: User, reader: User) -> None:
    """Register a meeting, a series of which days differ, a trip, and a private appointment."""
    today = timezone.localdate()
    both = Selection(people=(author.pk, reader.pk))
    meeting = Plan(
        title="Fire drill 避難訓練",
        pattern=_pattern(today, author),
        to=both,
        place="Hall ホール",
        details="Bring the list. 名簿を持参\nhttps://example.com/plan",
        leads=(15, 24 * 60),
    )
    register(meeting, author=author)
    series = register(
        replace(
            meeting,
            title="Stand-up 朝会",
            pattern=replace(_pattern(today, author), rule="FREQ=DAILY;COUNT=30"),
        ),
        author=author,
    )
    _differ(series, meeting, today, author)
    trip = replace(
        _pattern(today, author),
        span=Span.ALL_DAY,
        begins_at=None,
        ends_at=None,
        last_day=today + timedelta(days=2),
    )
    gone = register(replace(meeting, title="Trip 出張", pattern=trip), author=author)
    register(replace(meeting, title="Fair 展示会", pattern=trip), author=author)
    cancel(gone, by=author)
    private = replace(meeting, title=PRIVATE, is_private=True)
    register(private, author=author)


def _pattern(today: date, author: User) -> Pattern:
    return Pattern(
        first_day=today,
        last_day=today,
        span=Span.HOURS,
        time_zone=author.time_zone,
        begins_at=time(10),
        ends_at=time(11, 30),
    )


def _differ(series: Event, plan: Plan, today: date, author: User) -> None:
    days = [today + timedelta(days=number) for number in (2, 3)]
    moved = replace(_pattern(days[0], author), begins_at=time(9))
    change(series, replace(plan, pattern=moved), by=author, day=days[0], scope=Scope.ONE)
    cancel(series, by=author, day=days[1], scope=Scope.ONE)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how the private appointment of ``viewer`` is reached: others have no part in it."""
    private = {"pk": Event.objects.get(author=viewer, title=PRIVATE).pk}
    return {"schedule:show": private, "schedule:edit": private}
