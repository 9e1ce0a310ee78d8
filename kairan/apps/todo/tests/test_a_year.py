"""A year of reminders in four time zones, by the rounds of the worker, with kills in between."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations import reminding
from kairan.apps.todo.operations.finishing import complete
from kairan.apps.todo.operations.writing import Draft, write
from kairan.clock.days import moment_of
from kairan.clock.rounds import rounds
from kairan.notices.models import Announcement
from kairan.people.testing import hire
from kairan.reminders import daily
from kairan.reminders.operations import reminders
from kairan.reminders.operations.settings import Wish, settle
from kairan.reminders.repeats import next_day

# Half past an hour that one Sunday of the year skips, and that another has twice.
NIGHTS = {
    "Europe/London": time(1, 30),
    "America/New_York": time(2, 30),
    "Australia/Sydney": time(2, 30),
    "America/Santiago": time(0, 30),
}
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
FIRST = date(2026, 1, 4)  # A Sunday, as all days on which clocks change.
SUNDAY = 6
LATE = timedelta(minutes=30)
MINE = {"reminders", "daily-mails", "task-reminders"}


class Killed(BaseException):
    """What a worker that is killed between a claim and its commit leaves of its work: nothing."""


@pytest.fixture
def people(db, time_machine):
    """Four people who are reminded in the night, on Sundays."""
    time_machine.move_to(BEGIN, tick=False)
    found = []
    for number, (zone, night) in enumerate(NIGHTS.items()):
        person = hire(f"person{number}", first_name=zone, time_zone=zone)
        wish = Wish(
            event_leads=[],
            task_leads=[60],
            daily_at=night,
            daily_weekdays=[SUNDAY],
            addresses=None,
        )
        settle(wish, person=person)
        timing = {"day": FIRST, "time_of_day": night}
        reminders.save(reminders.Draft(text="Sun", repeat="weekly", **timing), owner=person)
        reminders.save(reminders.Draft(text="Moon", repeat="monthly", **timing), owner=person)
        task = Draft(title="Pay", assignee=person, due_on=FIRST, due_time=night, repeat="weekly")
        write(task, by=person)
        found.append(person)
    return found


def kill_now_and_then(monkeypatch, chance):
    """Let one announcement in ten be the last thing that its worker did."""
    for module in (daily, reminding, reminders):
        announce = module.announce

        def killed(*args, announce=announce, **options):
            announce(*args, **options)
            if chance.random() < 0.1:
                raise Killed

        monkeypatch.setattr(module, "announce", killed)


def live(time_machine, chance):
    """Go from one due moment to the next, and do tasks half an hour late; return the kills."""
    going = [each for each in rounds() if each.name in MINE]
    kills, now = 0, BEGIN
    while now < END:
        time_machine.move_to(now, tick=False)
        due = []
        for each in going:
            try:
                due.append(each.run(now))
            except Killed:
                kills += 1
                due.append(now)
        for task in Task.objects.open().select_related("assignee").order_by("due_at"):
            if task.due_at + LATE > now:
                due.append(task.due_at + LATE)
                break
            complete(task, by=task.assignee)
        now = max(now, min(each for each in due if each is not None))
        now += timedelta(seconds=chance.choice([0, 1]))
    return kills


def expected(repeat, person, before=timedelta()):
    """Return the moments of a year at which something that repeats falls due there."""
    zone, night = ZoneInfo(person.time_zone), NIGHTS[person.time_zone]
    found, day = [], next_day(FIRST, repeat, after=FIRST - timedelta(days=1))
    while (moment := moment_of(day, night, zone) - before) < END:
        found.append(moment)
        day = next_day(FIRST, repeat, after=day)
    return found


def test_each_reminder_of_a_year_comes_exactly_once(people, time_machine, monkeypatch):
    chance = random.Random(2026)
    kill_now_and_then(monkeypatch, chance)

    assert live(time_machine, chance) > 20

    told = Announcement.objects.all()
    for person in people:
        mine = [each for each in told if each.recipients == [person.pk]]
        rung = [each for each in mine if each.kind == "reminders.reminder"]
        for text, repeat in [("Sun", "weekly"), ("Moon", "monthly")]:
            moments = [each.announced_at for each in rung if each.payload["text"] == text]
            assert on_time(moments, expected(repeat, person))
        tasks = [each.announced_at for each in mine if each.kind == "todo.task-reminder"]
        assert on_time(tasks, expected("weekly", person, before=timedelta(hours=1)))
        mornings = [each.announced_at for each in mine if each.kind == "reminders.daily"]
        assert on_time(mornings, expected("weekly", person))


def on_time(moments, wanted):
    """Whether each wanted moment came, and nothing else did, within a minute of kills."""
    late = timedelta(minutes=1)
    pairs = list(zip(sorted(moments), wanted, strict=True))
    return all(want <= moment <= want + late for moment, want in pairs)
