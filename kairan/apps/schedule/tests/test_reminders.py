"""Reminders: never two, never none; not by restarts, workers, changes, clocks or long absences."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kairan.apps.schedule import rounds
from kairan.apps.schedule.models import Event, Participation, Reminder
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import (
    Plan,
    Scope,
    cancel,
    change,
    choose_reminders,
    leave,
    register,
)
from kairan.apps.schedule.reminding import follow_leads
from kairan.apps.schedule.rounds import remind_due
from kairan.apps.schedule.tests.conftest import MONDAY
from kairan.notices.models import Announcement
from kairan.people.picker import Selection
from kairan.reminders.models import ReminderSettings

Reminded = Participation.Reminded
MINUTE, HOUR, DAY, WEEK = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(weeks=1),
)


def reminded():
    """Whom each reminder told, in the order in which they fell due."""
    found = Announcement.objects.filter(kind="schedule.reminder").order_by("pk")
    return [each.recipients for each in found if each.state != "withdrawn"]


def due(event):
    return list(event.reminders.order_by("due_at").values_list("due_at", flat=True))


@pytest.fixture
def soon(clock, aiko, ben, plan):
    """An event that reminds a day and ten minutes before."""
    return register(plan(aiko, ben, leads=(10, 24 * 60)), author=aiko)


def test_each_lead_time_reminds_once(clock, aiko, ben, soon):
    begins = soon.first_start
    assert due(soon) == [begins - DAY, begins - 10 * MINUTE]
    for moment in (begins - DAY, begins - DAY + MINUTE, begins - 10 * MINUTE, begins):
        clock.move_to(moment)
        remind_due(moment)

    assert reminded() == [[aiko.pk, ben.pk], [aiko.pk, ben.pk]]
    assert due(soon) == []


def test_a_lead_time_that_has_passed_reminds_of_nothing(clock, aiko, plan):
    event = register(plan(aiko, leads=(7 * 24 * 60, 60)), author=aiko)

    assert due(event) == [event.first_start - HOUR]


def test_the_round_says_when_it_is_wanted_again(clock, soon):
    assert remind_due(soon.first_start - 2 * DAY) == soon.first_start - DAY
    assert remind_due(soon.first_start - DAY) == soon.first_start - 10 * MINUTE


def test_what_is_over_is_remembered_by_nobody(clock, aiko, soon):
    clock.move_to(soon.first_start + 2 * HOUR)
    remind_due(soon.first_start + 2 * HOUR)

    assert reminded() == []
    assert due(soon) == []


def test_what_goes_on_still_is_worth_a_late_reminder(clock, aiko, ben, soon):
    late = soon.first_start + 5 * MINUTE
    clock.move_to(late)
    remind_due(late)

    assert reminded() == [[aiko.pk, ben.pk]] * 2


def test_a_series_reminds_of_each_and_after_an_absence_of_the_next_alone(
    clock, aiko, ben, series, plan
):
    change(series, plan(aiko, ben, rule=series.rule, leads=(60,)), by=aiko)
    clock.move_to(series.first_start - HOUR)
    remind_due(series.first_start - HOUR)
    away = series.first_start + 3 * WEEK + 3 * HOUR
    clock.move_to(away)
    remind_due(away)

    assert len(reminded()) == 1
    assert due(series) == [series.first_start + 4 * WEEK - HOUR]


def test_a_kill_before_the_commit_changes_nothing(clock, aiko, ben, soon, monkeypatch):
    moment = soon.first_start - DAY
    clock.move_to(moment)

    def die(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Reminder.objects.__class__, "bulk_update", die)
        patched.setattr(rounds, "following", die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            remind_due(moment)
    assert reminded() == []

    remind_due(moment)
    assert reminded() == [[aiko.pk, ben.pk]]


def test_moving_an_event_moves_its_reminders(clock, aiko, ben, soon, plan):
    change(soon, plan(aiko, ben, first_day=MONDAY + WEEK, leads=(10,)), by=aiko)
    clock.move_to(soon.first_start)
    remind_due(soon.first_start)

    assert reminded() == []
    assert due(soon) == [soon.first_start + WEEK - 10 * MINUTE]


def test_what_was_reminded_and_then_moved_is_reminded_again(clock, aiko, ben, soon, plan):
    clock.move_to(soon.first_start - 10 * MINUTE)
    remind_due(soon.first_start - 10 * MINUTE)
    change(soon, plan(aiko, ben, begins_at=time(10, 45), leads=(10,)), by=aiko)
    again = soon.first_start + 35 * MINUTE
    clock.move_to(again)
    remind_due(again)

    # The earlier two were withdrawn: they had not been worded yet, and were wrong by now.
    assert reminded() == [[aiko.pk, ben.pk]]


def test_a_change_of_words_neither_repeats_nor_swallows_a_reminder(clock, aiko, ben, soon, plan):
    moment = soon.first_start - DAY
    clock.move_to(moment)
    # It has fallen due, and the round has not come yet.
    change(soon, plan(aiko, ben, title="Else", leads=(10, 24 * 60)), by=aiko)
    remind_due(moment)
    change(Event.objects.get(), plan(aiko, ben, title="Again", leads=(10, 24 * 60)), by=aiko)
    remind_due(moment + MINUTE)

    assert reminded() == [[aiko.pk, ben.pk]]


def test_a_cancelled_event_reminds_nobody(clock, aiko, soon):
    cancel(soon, by=aiko)
    clock.move_to(soon.first_start)
    remind_due(soon.first_start)

    assert reminded() == []


def test_a_cancelled_occurrence_reminds_nobody(clock, aiko, ben, series, plan):
    change(series, plan(aiko, ben, rule=series.rule, leads=(60,)), by=aiko)
    cancel(Event.objects.get(), by=aiko, day=MONDAY, scope=Scope.ONE)

    assert due(series) == [series.first_start + WEEK - HOUR]


def test_each_chooses_how_to_be_reminded(clock, aiko, ben, chidi, plan):
    event = register(plan(aiko, ben, chidi, leads=(10,)), author=aiko)
    ReminderSettings.objects.create(person=ben, event_leads=[30, 120])
    choose_reminders(event, person=ben, reminded=Reminded.OWN)
    choose_reminders(event, person=chidi, reminded=Reminded.NONE)

    for before in (120, 30, 10):
        moment = event.first_start - before * MINUTE
        clock.move_to(moment)
        remind_due(moment)

    assert reminded() == [[ben.pk], [ben.pk], [aiko.pk]]


def test_who_changes_their_lead_times_is_followed(clock, aiko, ben, series):
    settled = ReminderSettings.objects.create(person=ben, event_leads=[30])
    choose_reminders(series, person=ben, reminded=Reminded.OWN)
    assert due(series) == [series.first_start - 30 * MINUTE]
    settled.event_leads = [45]
    settled.save()

    follow_leads(datetime.now(UTC))

    assert due(series) == [series.first_start - 45 * MINUTE]


def test_who_left_is_not_reminded(clock, aiko, ben, soon):
    choose_reminders(soon, person=ben, reminded=Reminded.OWN)
    leave(soon, person=ben)
    clock.move_to(soon.first_start)
    remind_due(soon.first_start)

    assert set(map(tuple, reminded())) == {(aiko.pk,)}


def test_an_event_without_hours_begins_in_the_morning(clock, aiko, plan):
    event = register(plan(aiko, span=Span.ALL_DAY, leads=(24 * 60,)), author=aiko)

    assert due(event) == [datetime(2030, 5, 12, 8, 0, tzinfo=UTC)]


def test_the_bell_of_a_reminder_is_useful_until_the_beginning(clock, soon):
    clock.move_to(soon.first_start - DAY)
    remind_due(soon.first_start - DAY)
    notice = Announcement.objects.get(kind="schedule.reminder").notice()

    assert notice.expires_after == DAY + 15 * MINUTE


def test_moments_follow_the_clocks_of_the_event(clock, aiko, plan):
    event = register(
        plan(aiko, first_day=date(2030, 10, 26), rule="FREQ=DAILY", leads=(60,)), author=aiko
    )
    moments = []
    for _number in range(3):
        moments += due(event)
        clock.move_to(moments[-1])
        remind_due(moments[-1])

    assert [moment.hour for moment in moments] == [8, 9, 9]


def test_the_queries_of_a_round_do_not_grow_with_what_is_due(clock, aiko, ben, plan):
    for number in range(8):
        register(plan(aiko, ben, leads=(10,), rule="FREQ=DAILY", title=f"{number}"), author=aiko)
    first = Event.objects.first().first_start - 10 * MINUTE
    clock.move_to(first)

    with CaptureQueriesContext(connection) as queries:
        remind_due(first)

    assert len(reminded()) == 8
    # What is due, who takes part, one UPDATE, one DELETE at most, the next moment; announcing is
    # a matter of its own.
    ours = [each["sql"] for each in queries if '"schedule_' in each["sql"]]
    assert len(ours) <= 5, ours


ZONES = ["Europe/London", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"]
BEGUN = datetime(2029, 12, 31, tzinfo=UTC)
LOOKS = [BEGUN + 23 * HOUR * number for number in range(24 * 366 // 23 + 9)]
WEEK_OFF = (datetime(2030, 3, 8, tzinfo=UTC), datetime(2030, 3, 15, tzinfo=UTC))
LEADS = (30, 90)


class Killed(BaseException):
    """The worker is gone in the middle of a round."""


def test_through_a_year_in_four_zones_each_is_reminded_exactly_once(aiko):
    """The worker looks in every 23 hours, dies now and then, and takes a week off."""
    looks = [moment for moment in LOOKS if not WEEK_OFF[0] <= moment < WEEK_OFF[1]]
    with time_machine.travel(BEGUN, tick=False) as clock:
        events = [register(_watch(zone, aiko), author=aiko) for zone in ZONES]
        for number, moment in enumerate(looks):
            clock.move_to(moment)
            if number % 7 == 0:
                with pytest.raises(Killed):
                    _look_and_die(moment)
            remind_due(moment)

    seen = Counter(
        (int(about.rpartition(":")[2]), int(key.split(":")[4]), key.split(":")[5])
        for about, key in Announcement.objects.filter(kind="schedule.reminder").values_list(
            "about", "key"
        )
    )
    assert set(seen.values()) == {1}
    expected = {
        (event.pk, lead, str(times.day))
        for event in events
        for times in event.pattern.from_day(date(2030, 1, 1))
        for lead in LEADS
        if any(times.begins - lead * MINUTE <= moment < times.over_at for moment in looks)
    }
    assert set(seen) == expected
    assert len(expected) > 4 * 2 * 350
    assert not Reminder.objects.exists()


def _watch(zone, aiko):
    first = date(2030, 1, 1)
    pattern = Pattern(
        first_day=first,
        last_day=first,
        span=Span.HOURS,
        time_zone=zone,
        begins_at=time(1, 30),
        ends_at=time(23, 59),
        rule="FREQ=DAILY;UNTIL=20301231",
    )
    return Plan(title="Watch", pattern=pattern, to=Selection.of([aiko]), leads=LEADS)


@transaction.atomic
def _look_and_die(moment):
    remind_due(moment)
    raise Killed
