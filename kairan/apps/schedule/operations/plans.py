"""What an author has typed, and how it is written down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from kairan.apps.schedule.models import Event, Participation
from kairan.apps.schedule.occurrences import Pattern
from kairan.apps.schedule.weeks import FIRST, LAST
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


class Scope(StrEnum):
    """How much of a series a change is meant for."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An event as somebody wants it. ``leads`` are minutes before the beginning."""

    title: str
    pattern: Pattern
    to: Selection
    place: str = ""
    details: str = ""
    is_private: bool = False
    way: str = Event.Way.MAIL
    leads: tuple[int, ...] = ()
    key: UUID | None = None


def write(event: Event, plan: Plan) -> None:
    """Save what ``plan`` says as ``event``; refuse a rule by which nothing ever takes place."""
    pattern = plan.pattern.settled()
    if pattern is None:
        raise Refused(_("Nothing ever takes place by this rule. Choose a later end."))
    _refuse_far(pattern)
    event.title, event.place, event.details = plan.title, plan.place, plan.details
    event.is_private, event.way = plan.is_private, plan.way
    event.leads = sorted(set(plan.leads), reverse=True)
    event.invited = {"people": list(plan.to.people), "groups": list(plan.to.groups)}
    write_pattern(event, pattern)


def _refuse_far(pattern: Pattern) -> None:
    """Refuse what reaches beyond the years for which calendars are turned over."""
    if pattern.first_day < FIRST:
        raise Refused(_("The series would begin before the year 2000. Choose a later day."))
    if pattern.until is not None and pattern.until > LAST:
        raise Refused(_("The last of so many would take place after the year 2999. Choose fewer."))


def write_pattern(event: Event, pattern: Pattern) -> None:
    """Save when ``event`` takes place, with the bounds by which it is found."""
    event.first_day, event.last_day = pattern.first_day, pattern.last_day
    event.span, event.time_zone = pattern.span.value, pattern.time_zone
    event.begins_at, event.ends_at = pattern.begins_at, pattern.ends_at
    event.rule, event.until = pattern.rule, pattern.until
    event.skipped = sorted(day.isoformat() for day in pattern.skipped)
    event.first_start, event.last_end = pattern.bounds()
    event.save()


def resolved(plan: Plan, *, left: Collection[int] = ()) -> set[int]:
    """Return who takes part; who left comes back only when chosen by name."""
    people = (set(plan.to.ids()) - set(left)) | (set(left) & set(plan.to.people))
    if not people:
        raise Refused(_("Choose at least one person who takes part."))
    return people


def set_participants(
    event: Event, people: Collection[int], *, reminded: dict[int, str] | None = None
) -> None:
    """Make ``people`` take part and nobody else; who stays keeps their choice of reminders."""
    bounds = {
        "first_start": event.first_start,
        "last_end": event.last_end,
        "is_long": event.last_end - event.first_start > Participation.SHORT,
    }
    known = set(event.participations.values_list("person_id", flat=True))
    gone = known - set(people)
    if gone:
        event.participations.filter(person__in=gone).delete()
    event.participations.update(**bounds)
    choices = reminded or {}
    Participation.objects.bulk_create(
        [
            Participation(
                event=event,
                person_id=person,
                reminded=choices.get(person, Participation.Reminded.EVENT),
                **bounds,
            )
            for person in sorted(set(people) - known)
        ],
        batch_size=1_000,
    )


def participants(event: Event) -> set[int]:
    """Return the ids of all who take part."""
    return set(event.participations.values_list("person_id", flat=True))


def choices(event: Event) -> dict[int, str]:
    """Return how each participant is reminded."""
    return dict(event.participations.values_list("person_id", "reminded"))
