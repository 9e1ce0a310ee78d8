"""A change of an event: of all of it, of one occurrence, or of one and those that follow."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.apps.schedule.announcing import tell_changed
from kairan.apps.schedule.models import Event
from kairan.apps.schedule.notices import EventReminder
from kairan.apps.schedule.occurrences import Pattern
from kairan.apps.schedule.operations.locking import locked
from kairan.apps.schedule.operations.plans import (
    Plan,
    Scope,
    choices,
    participants,
    resolved,
    set_participants,
    write,
    write_pattern,
)
from kairan.apps.schedule.operations.series import (
    adapt,
    end_before,
    rest_of,
    retire,
    same_days,
    skip,
)
from kairan.apps.schedule.reminding import settle
from kairan.apps.schedule.said import Said
from kairan.notices.operations import withdraw
from kairan.people.models import User
from kairan.shell.refusals import Refused


@transaction.atomic
def change(
    event: Event,
    plan: Plan,
    *,
    by: User,
    version: int | None = None,
    day: date | None = None,
    scope: Scope = Scope.ALL,
) -> Event:
    """Change ``event`` to ``plan``; return the event that now says so.

    In a series ``day`` names the occurrence on which ``plan`` was made, and ``scope`` how much of
    the series it is meant for. Raise Overtaken when ``version`` is not the present one.
    """
    event = locked(event, version=version)
    if not event.repeats or day is None:
        return _change_all(event, plan, by=by)
    if not event.pattern.has(day):
        raise Refused(_("Nothing takes place on this day any more."))
    if scope is Scope.ONE:
        return _change_one(event, plan, day, by=by)
    if scope is Scope.FOLLOWING and day != event.first_day:
        return _change_following(event, plan, day, by=by)
    return _change_all(event, replace(plan, pattern=_of_all(event, plan.pattern, day)), by=by)


def _of_all(event: Event, pattern: Pattern, day: date) -> Pattern:
    """Return ``pattern``, made on the occurrence of ``day``, for the series from its beginning."""
    if not pattern.rule:
        return pattern
    first_day = event.first_day + (pattern.first_day - day)
    return replace(pattern, first_day=first_day, last_day=first_day + pattern.length)


def _change_all(event: Event, plan: Plan, *, by: User) -> Event:
    before = Said.by(event, participants(event))
    people = resolved(plan, left=event.left)
    alone = list(event.alone.standing().select_related("series", "author"))
    skipped = set(event.pattern.skipped)
    event.version += 1
    event.left = sorted(set(event.left) - people)
    write(event, plan)
    set_participants(event, people)
    after = Said.by(event, people)
    if before.pattern == after.pattern:
        adapt(alone, before, after)
    else:
        skipped -= retire(alone, but=people | before.people, by=by)
        withdraw(about=event.about, notice=EventReminder)
    write_pattern(event, replace(event.pattern, skipped=skipped))
    settle([event])
    tell_changed(event, before, after, by=by)
    return event


def _change_one(series: Event, plan: Plan, day: date, *, by: User) -> Event:
    """Put an event of its own in the place of one occurrence."""
    before = Said.by(series, participants(series), day=day)
    people = resolved(plan, left=series.left)
    series.version += 1
    skip(series, day)
    alone = Event(
        author=series.author,
        key=uuid4(),
        series=series,
        series_day=day,
        version=series.version,
        left=series.left,
    )
    write(alone, replace(plan, pattern=replace(plan.pattern, rule="", until=None)))
    set_participants(alone, people, reminded=choices(series))
    settle([series, alone])
    tell_changed(alone, before, Said.by(alone, people), by=by)
    return alone


def _change_following(series: Event, plan: Plan, day: date, *, by: User) -> Event:
    """End the series before ``day``, and go on from there with another."""
    old, everybody = series.pattern, participants(series)
    people = resolved(plan, left=series.left)
    tail = Event(author=series.author, key=uuid4(), left=series.left)
    write(tail, replace(plan, pattern=rest_of(old, plan.pattern, day)))
    set_participants(tail, people, reminded=choices(series))
    moved_from = replace(old, first_day=day, last_day=day + old.length, skipped=())
    was = replace(Said.by(series, everybody), pattern=moved_from)
    is_now = Said.by(tail, people)
    _hand_over(series, tail, day, was=was, is_now=is_now, by=by)
    before = Said.by(series, everybody)
    series.version += 1
    end_before(series, day)
    settle([series, tail])
    tell_changed(series, before, Said.by(series, everybody), by=by)
    tell_changed(tail, was, is_now, by=by)
    return tail


def _hand_over(series: Event, tail: Event, day: date, *, was: Said, is_now: Said, by: User) -> None:
    """Let ``tail`` have the skipped days of ``series`` from ``day`` on, and the lone events."""
    alone = series.alone.standing().filter(series_day__gte=day).select_related("series", "author")
    skipped = {each for each in series.pattern.skipped if each >= day}
    if same_days(series.pattern, tail.pattern, day):
        adapt(alone, was, is_now)
        alone.update(series=tail)
    else:
        skipped -= retire(alone, but=is_now.people | was.people, by=by)
    tail.skipped = sorted(each.isoformat() for each in skipped)
    tail.save(update_fields=["skipped"])
