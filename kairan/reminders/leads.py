"""How long before an event or a task each person wants to be reminded, and when their day begins.

For everybody below there is an answer: who never opened the page has the defaults.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo

from kairan.clock.days import Daily, zone_named
from kairan.people.models import User
from kairan.reminders.models import (
    MORNING,
    ReminderSettings,
    before_events,
    before_tasks,
)


@dataclass(frozen=True)
class Terms:
    """What a person has settled about reminders. ``daily`` is None for who wants no daily mail."""

    zone: tzinfo
    task_leads: tuple[timedelta, ...]
    daily: Daily | None

    @property
    def morning(self) -> time:
        """When to remind of something that has a day and no time."""
        return MORNING if self.daily is None else self.daily.at

    def has_daily_mail_on(self, day: date) -> bool:
        """Whether a daily mail comes on ``day``."""
        return self.daily is not None and day.weekday() in self.daily.weekdays


def event_leads(ids: Collection[int]) -> Mapping[int, Sequence[timedelta]]:
    """Return, for each of ``ids``, how long before an event to remind. One query."""
    return _leads(ids, "event_leads", before_events())


def task_leads(ids: Collection[int]) -> Mapping[int, Sequence[timedelta]]:
    """Return, for each of ``ids``, how long before a task is due to remind. One query."""
    return _leads(ids, "task_leads", before_tasks())


def terms(ids: Collection[int]) -> Mapping[int, Terms]:
    """Return what each of ``ids`` that is somebody's has settled. One query."""
    people = User.objects.filter(pk__in=ids).select_related("reminder_settings")
    return {person.pk: terms_of(person) for person in people}


def terms_of(person: User) -> Terms:
    """Return what ``person`` has settled; one query unless their settings came along."""
    settled = settings_of(person)
    zone = zone_named(person.time_zone)
    daily = None
    if settled.daily_at is not None and settled.daily_weekdays:
        daily = Daily(settled.daily_at, frozenset(settled.daily_weekdays), zone)
    return Terms(zone=zone, task_leads=_durations(settled.task_leads), daily=daily)


def settings_of(person: User) -> ReminderSettings:
    """Return the settings of ``person``, or the defaults, not saved."""
    try:
        return person.reminder_settings
    except ReminderSettings.DoesNotExist:
        return ReminderSettings(person_id=person.pk)


def _leads(
    ids: Collection[int], field: str, default: list[int]
) -> Mapping[int, Sequence[timedelta]]:
    rows = ReminderSettings.objects.filter(person__in=ids).values_list("person_id", field)
    settled = {person: _durations(minutes) for person, minutes in rows}
    usual = _durations(default)
    return {each: settled.get(each, usual) for each in ids}


def _durations(minutes: Iterable[int]) -> tuple[timedelta, ...]:
    """Return the durations, the longest first."""
    return tuple(timedelta(minutes=each) for each in sorted(minutes, reverse=True))
