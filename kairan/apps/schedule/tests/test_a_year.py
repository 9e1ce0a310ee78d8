"""A year of reminders of events in four time zones, by the round of the worker, with kills."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kairan.apps.schedule import rounds
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import Plan, register
from kairan.clock.testing import MANY, kill_after, live, on_time
from kairan.notices.models import Announcement
from kairan.people.picker import Selection
from kairan.people.testing import hire

# Half past an hour that one Sunday of the year skips, and that another has twice.
NIGHTS = {
    "Europe/London": time(1, 30),
    "America/New_York": time(2, 30),
    "Australia/Lord_Howe": time(2, 15),
    "America/Santiago": time(0, 30),
}
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
FIRST = date(2026, 1, 4)  # A Sunday, as all days on which clocks change.
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
LEADS = (60, 24 * 60)
MINE = {"event-reminders", "event-lead-times"}


@pytest.fixture
def people(db, time_machine):
    """Four people with a meeting in the night, on every Sunday."""
    time_machine.move_to(BEGIN, tick=False)
    found = []
    for number, (zone, night) in enumerate(NIGHTS.items()):
        person = hire(f"person{number}", first_name=zone, time_zone=zone)
        pattern = Pattern(
            first_day=FIRST,
            last_day=FIRST,
            span=Span.HOURS,
            time_zone=zone,
            begins_at=night,
            ends_at=time(night.hour + 4),
            rule="FREQ=WEEKLY;BYDAY=SU",
        )
        to = Selection.of([person])
        register(Plan(title=zone, pattern=pattern, to=to, leads=LEADS), author=person)
        found.append(person)
    return found


def wanted(zone, lead):
    """Return the moments of the year: an hour that a day lacks is counted on from before."""
    night, day, found = NIGHTS[zone], FIRST, []
    while (begins := datetime.combine(day, night, ZoneInfo(zone)).astimezone(UTC)) < END + DAY:
        moment = begins - timedelta(minutes=lead)
        if BEGIN <= moment < END:
            found.append(moment)
        day += WEEK
    return found


def test_each_reminder_of_an_event_comes_exactly_once_in_a_year(people, time_machine, monkeypatch):
    chance = random.Random(2026)
    kill_after("announce", of=[rounds], monkeypatch=monkeypatch, chance=chance)

    kills = live(MINE, begin=BEGIN, end=END, time_machine=time_machine, chance=chance)
    assert kills > MANY

    told = Announcement.objects.filter(kind="schedule.reminder")
    for person in people:
        moments = [each.announced_at for each in told if each.recipients == [person.pk]]
        expected = [moment for lead in LEADS for moment in wanted(person.time_zone, lead)]
        assert on_time(moments, expected)
