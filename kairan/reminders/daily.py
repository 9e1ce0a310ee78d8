"""The daily mail: who is due, what their day brings, and exactly one mail for each day."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation

from kairan.clock.days import moment_of, zone_named
from kairan.notices import bundling
from kairan.notices.operations import announce
from kairan.people.models import User
from kairan.reminders.leads import terms_of
from kairan.reminders.models import DailyTurn
from kairan.reminders.notices import DayBegun
from kairan.reminders.operations.reminders import move
from kairan.reminders.plans import replan
from kairan.shell.feature import Appointment, Due, Feature, features

logger = logging.getLogger(__name__)

AT_ONCE = 50
MANY = 500


def tell_due(now: datetime) -> datetime | None:
    """Tell everybody whose hour has come at ``now`` (aware); return when the next falls due.

    What the day brings is asked with no transaction open. Whoever then moves the turn on
    announces it in the same transaction: one mail a day, whoever is killed.
    """
    while turns := list(_due(now)[:AT_ONCE]):
        days = [_day_of(turn, now) for turn in turns]
        with transaction.atomic():
            for turn, (day, notice) in zip(turns, days, strict=True):
                _tell(turn, now, day=day, notice=notice)
    planned = DailyTurn.objects.exclude(next_at=None).order_by("next_at")
    return planned.values_list("next_at", flat=True).first()


def follow_people(now: datetime) -> None:
    """Give everybody who is new a turn, and plan anew for those who changed their time zone."""
    newcomers = User.objects.active().filter(daily_turn=None).select_related("reminder_settings")
    while batch := list(newcomers[:MANY]):
        DailyTurn.objects.bulk_create(
            [_turn(person, now) for person in batch], ignore_conflicts=True
        )
    moved = DailyTurn.objects.exclude(zone=F("person__time_zone"))
    for turn in moved.select_related("person__reminder_settings"):
        with transaction.atomic():
            move(turn.person, old_zone=zone_named(turn.zone))
            plan(turn.person, now=now)
            bundling.replan(turn.person, now=now)
            replan(turn.person_id)


@transaction.atomic
def plan(person: User, *, now: datetime) -> None:
    """Plan the next daily mail of ``person`` by what they have settled, in their time zone."""
    turn = DailyTurn.objects.select_for_update().filter(person=person).first()
    if turn is None:
        DailyTurn.objects.bulk_create([_turn(person, now)], ignore_conflicts=True)
        return
    turn.next_at = _next(person, now, told_on=turn.told_on, owed=turn.next_at)
    turn.zone = person.time_zone
    turn.save(update_fields=["next_at", "zone"])


def _turn(person: User, now: datetime) -> DailyTurn:
    next_at = _next(person, now, told_on=None, owed=None)
    return DailyTurn(person=person, zone=person.time_zone, next_at=next_at)


def _next(
    person: User, now: datetime, *, told_on: date | None, owed: datetime | None
) -> datetime | None:
    daily = terms_of(person).daily
    return None if daily is None else daily.next(now=now, told_on=told_on, owed=owed)


def _due(now: datetime) -> QuerySet[DailyTurn]:
    turns = DailyTurn.objects.filter(next_at__lte=now).order_by("next_at", "person")
    return turns.select_related("person__reminder_settings")


def _day_of(turn: DailyTurn, now: datetime) -> tuple[date | None, DayBegun | None]:
    """Return the day that is told about, if any, and the notice, if it brings anything."""
    daily = terms_of(turn.person).daily
    if daily is None or turn.next_at is None or not turn.person.is_active:
        return None, None
    day = daily.tells(turn.next_at, now=now, told_on=turn.told_on)
    return (None, None) if day is None else (day, brought(turn.person, day))


def brought(person: User, day: date) -> DayBegun | None:
    """Return the notice of what ``day`` brings ``person``; None when it brings nothing."""
    due: list[Due] = []
    events: list[Appointment] = []
    zone = zone_named(person.time_zone)
    with translation.override(person.language), timezone.override(zone):
        for each in features():
            tasks, appointments = _asked(each, person, day)
            due += tasks
            events += appointments
    if not due and not events:
        return None
    midnight = moment_of(day, time(), zone)
    due.sort(key=lambda each: _instant(each.due, zone))
    events.sort(key=lambda each: each.starts_at or midnight)
    return DayBegun.of(day, due=due, events=events)


def _asked(
    feature: Feature, person: User, day: date
) -> tuple[Sequence[Due], Sequence[Appointment]]:
    """Return what one feature knows; one that fails must not keep the others' lines back."""
    try:
        return feature.due(person, day), feature.agenda(person, day)
    except Exception:
        logger.exception("%s cannot say what the day of person %s brings.", feature, person.pk)
        return (), ()


def _instant(due: date | datetime, zone: tzinfo) -> datetime:
    return due if isinstance(due, datetime) else moment_of(due, time.max, zone)


def _tell(turn: DailyTurn, now: datetime, *, day: date | None, notice: DayBegun | None) -> None:
    told_on = day or turn.told_on
    following = _next(turn.person, now, told_on=told_on, owed=None)
    held = DailyTurn.objects.filter(pk=turn.pk, next_at=turn.next_at)
    moved = held.update(next_at=following, told_on=told_on, zone=turn.person.time_zone)
    if moved and notice is not None:
        announce(notice, to=[turn.person])


def next_mail(person: User, *, now: datetime) -> datetime | None:
    """Return when the next daily mail of ``person`` is due, None when they want none."""
    turn = DailyTurn.objects.filter(person=person).first()
    if turn is not None and turn.zone == person.time_zone:
        return turn.next_at
    return _next(person, now, told_on=None, owed=None)
