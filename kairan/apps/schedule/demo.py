"""What the demo company has in its calendars: weeks of it, and what is arranged today."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kairan.apps.schedule.demo_meetings import SERIES, SINGLE, Meeting
from kairan.apps.schedule.models import Event, Participation
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import Plan, Scope, change, choose_reminders, register
from kairan.people.models import Group, User
from kairan.people.picker import Selection


def past(people: Mapping[str, User], now: datetime) -> None:
    """Fill the calendars; what this announces is old news by now."""
    for each in [*SERIES, *SINGLE]:
        _arrange(each, people, now)
    _move_one(people, now)
    choosing = Participation.objects.filter(person=people["aoki"]).select_related("event").first()
    if choosing is not None:
        reminded = Participation.Reminded.OWN
        choose_reminders(choosing.event, person=people["aoki"], reminded=reminded)


def today(people: Mapping[str, User], now: datetime) -> None:
    """Arrange two things that are mailed and soon remembered, and move one of tomorrow."""
    soon = Meeting(
        author="yamamoto",
        title="来客対応の打ち合わせ",
        day=0,
        people="aoki yamamoto garcia",
        place="応接室",
        details="明日のお客様をお迎えする手順を確認します。\nWelcome desk, badges, tea.",
        leads=(5, 15),
    )
    _arrange(soon, people, now, begins=now + timedelta(minutes=20))
    review = Event.objects.filter(title="Budget review", author=people["garcia"]).first()
    if review is not None:
        plan = Plan(
            title=review.title,
            pattern=review.pattern,
            to=review.selection,
            place="Room Severn",
            details="Moved next door: the projector works there.",
            leads=tuple(review.leads),
        )
        change(review, plan, by=people["garcia"])


def _arrange(
    meeting: Meeting,
    people: Mapping[str, User],
    now: datetime,
    *,
    begins: datetime | None = None,
) -> Event:
    author = people[meeting.author]
    groups = Group.objects.filter(name__in=meeting.groups).values_list("pk", flat=True)
    plan = Plan(
        title=meeting.title,
        pattern=_pattern(meeting, author, now, begins),
        to=Selection(
            people=tuple(people[each].pk for each in meeting.people.split()),
            groups=tuple(groups),
        ),
        place=meeting.place,
        details=meeting.details,
        is_private=meeting.is_private,
        leads=meeting.leads,
    )
    return register(plan, author=author)


def _pattern(meeting: Meeting, author: User, now: datetime, begins: datetime | None) -> Pattern:
    zone = ZoneInfo(author.time_zone)
    first_day = now.astimezone(zone).date() + timedelta(days=meeting.day)
    pattern = Pattern(
        first_day=first_day,
        last_day=first_day + timedelta(days=meeting.days - 1),
        span=Span.HOURS if meeting.hours else Span.ALL_DAY,
        time_zone=author.time_zone,
        begins_at=time.fromisoformat(meeting.hours[0]) if meeting.hours else None,
        ends_at=time.fromisoformat(meeting.hours[1]) if meeting.hours else None,
        rule=meeting.rule,
    )
    if begins is None:
        return pattern
    begin, end = (moment.astimezone(zone) for moment in (begins, begins + timedelta(minutes=30)))
    return replace(
        pattern,
        span=Span.HOURS,
        first_day=begin.date(),
        last_day=end.date(),
        begins_at=begin.time().replace(second=0, microsecond=0),
        ends_at=end.time().replace(second=0, microsecond=0),
    )


def _move_one(people: Mapping[str, User], now: datetime) -> None:
    """Move the next call between the offices to the day after."""
    call = Event.objects.filter(author=people["garcia"], rule__contains="BYDAY=TU").first()
    if call is None:
        return
    times = next(call.pattern.from_day(now.date() + timedelta(days=1)))
    moved = times.day + timedelta(days=1)
    plan = Plan(
        title=call.title,
        pattern=replace(call.pattern, first_day=moved, last_day=moved),
        to=call.selection,
        place=call.place,
        details=call.details,
        leads=tuple(call.leads),
    )
    change(call, plan, by=people["garcia"], day=times.day, scope=Scope.ONE)
