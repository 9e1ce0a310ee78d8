from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from kairan.notices.models import Announcement
from kairan.reminders.daily import follow_people
from kairan.reminders.models import Reminder
from kairan.reminders.operations.reminders import Draft, finish, put_off, remove, ring_due, save
from kairan.reminders.snoozing import Snooze
from kairan.shell.refusals import Refused

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO), tick=False)


def rung():
    return list(Announcement.objects.filter(kind="reminders.reminder").order_by("pk"))


def test_a_reminder_rings_once_at_its_moment(ben, remind):
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    assert reminder.at == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)

    assert ring_due(now()) == reminder.at
    assert not rung()
    for _ in range(2):
        assert ring_due(reminder.at) is None

    [announcement] = rung()
    assert announcement.recipients == [ben.pk]
    assert not Reminder.objects.upcoming()


def test_what_repeats_goes_on_and_month_ends_stay(ben, remind, time_machine):
    reminder = remind(ben, "Close the books", "2026-12-31 18:00", repeat="monthly")
    days = []
    for _ in range(4):
        reminder.refresh_from_db()
        days.append(reminder.at.astimezone(TOKYO).date().isoformat())
        ring_due(reminder.at)
    assert days == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]
    assert len(rung()) == 4


def test_many_missed_moments_ring_once(ben, remind):
    reminder = remind(ben, "Tea", "2026-11-23 10:00", repeat="daily")

    ring_due(now() + timedelta(days=5))

    reminder.refresh_from_db()
    assert len(rung()) == 1
    assert reminder.at == datetime(2026, 11, 28, 10, tzinfo=TOKYO)


def test_a_moment_that_is_over_is_refused(ben, remind):
    with pytest.raises(Refused):
        remind(ben, "Too late", "2026-11-23 08:00")
    assert remind(ben, "Every day", "2026-11-20 08:00", repeat="daily").at > now()


def test_a_reminder_that_is_put_off_rings_again(ben, remind):
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    ring_due(reminder.at)

    put_off(reminder, Snooze.TOMORROW)

    assert reminder.at == datetime(2026, 11, 24, 8, tzinfo=TOKYO)
    ring_due(reminder.at)
    assert len(rung()) == 2


def test_putting_off_what_repeats_keeps_the_series(ben, remind):
    reminder = remind(ben, "Tea", "2026-11-23 10:00", repeat="daily")
    put_off(reminder, Snooze.TEN_MINUTES)
    assert reminder.at == now() + timedelta(minutes=10)

    ring_due(reminder.at)

    reminder.refresh_from_db()
    assert reminder.at == datetime(2026, 11, 23, 10, tzinfo=TOKYO)


def test_being_done_ends_one_and_goes_on_with_what_repeats(ben, remind):
    once = remind(ben, "Call Ito", "2026-11-23 09:30")
    often = remind(ben, "Tea", "2026-11-23 10:00", repeat="daily")
    ring_due(now() + timedelta(hours=2))
    for each in (once, often):
        each.refresh_from_db()
        finish(each)

    assert (once.state, often.state) == ("done", "waiting")
    assert [each.state for each in rung()] == ["withdrawn", "withdrawn"]


def test_new_words_keep_the_moment_and_a_new_moment_rings_again(ben, remind):
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    ring_due(reminder.at)
    reminder.refresh_from_db()
    fields = {"day": reminder.first_on, "time_of_day": reminder.time_of_day}

    save(Draft(text="Call Ms Ito", **fields), owner=ben, reminder=reminder)
    assert reminder.state == "rung"
    save(Draft(text="Call", **{**fields, "time_of_day": time(11)}), owner=ben, reminder=reminder)

    assert reminder.state == "waiting"
    ring_due(reminder.at)
    assert len(rung()) == 2


def test_what_is_thrown_away_does_not_ring(ben, remind):
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    at = reminder.at
    remove(reminder)
    ring_due(at)
    assert not rung()


def test_who_left_is_not_reminded(ben, remind):
    reminder = remind(ben, "Tea", "2026-11-23 10:00", repeat="daily")
    ben.is_active = False
    ben.save()

    assert ring_due(reminder.at) is None
    assert not rung()


def test_what_repeats_moves_with_its_owner(ben, remind):
    follow_people(now())
    once = remind(ben, "Call Ito", "2026-11-23 09:30")
    often = remind(ben, "Tea", "2026-11-23 10:00", repeat="daily")
    ben.time_zone = "Europe/London"
    ben.save()

    follow_people(now())

    moment = once.at
    once.refresh_from_db()
    often.refresh_from_db()
    assert once.at == moment
    assert often.at == datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))


def test_two_hundred_and_one_are_told_in_two_commits(ben, remind, django_assert_max_num_queries):
    for number in range(201):
        remind(ben, f"No. {number}", "2026-11-23 09:30")
    with django_assert_max_num_queries(20):
        ring_due(now() + timedelta(hours=1))
    assert len(rung()) == 201


def test_words_that_are_changed_while_it_rings_do_not_let_it_ring_again(ben, remind):
    reminder = remind(ben, "Call Ito", "2026-11-23 09:30")
    opened = Reminder.objects.get()
    ring_due(reminder.at)

    typed = Draft(text="Call Ito-san", day=opened.first_on, time_of_day=opened.time_of_day)
    save(typed, owner=ben, reminder=opened)
    ring_due(reminder.at + timedelta(minutes=1))

    assert len(rung()) == 1
    assert Reminder.objects.get().text == "Call Ito-san"
    assert Reminder.objects.get().state == Reminder.State.RUNG


def test_what_was_thrown_away_meanwhile_is_not_kept_again(ben, remind):
    opened = remind(ben, "Call Ito", "2026-11-23 09:30")
    remove(Reminder.objects.get())

    with pytest.raises(Refused, match="deleted"):
        save(
            Draft(text="Late", day=opened.first_on, time_of_day=opened.time_of_day),
            owner=ben,
            reminder=opened,
        )

    assert not Reminder.objects.exists()
