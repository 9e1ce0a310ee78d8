import threading
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils.timezone import now

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations import reminding
from kairan.apps.todo.operations.finishing import complete, reopen
from kairan.apps.todo.operations.reminding import put_off, remind_due
from kairan.apps.todo.operations.writing import write
from kairan.notices.models import Announcement
from kairan.people.testing import hire
from kairan.reminders.daily import follow_people
from kairan.reminders.models import ReminderSettings
from kairan.reminders.operations.settings import Wish, settle
from kairan.reminders.snoozing import Snooze

TOKYO = ZoneInfo("Asia/Tokyo")
WISH = {
    "event_leads": [],
    "task_leads": [60],
    "daily_at": time(8),
    "daily_weekdays": range(5),
    "addresses": None,
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def reminded():
    return list(Announcement.objects.filter(kind="todo.task-reminder").order_by("pk"))


def walk(first, last, step=timedelta(minutes=10)):
    """Let the round run again and again, as time passes."""
    moment = first
    while moment <= last:
        remind_due(moment)
        moment += step


def test_each_lead_time_reminds_once(ben, draft):
    write(draft(ben, "2026-11-24 15:00", leads=[0, 60, 1440]), by=ben)

    walk(now(), at("2026-11-25 00:00"))

    assert len(reminded()) == 3
    assert all(each.recipients == [ben.pk] for each in reminded())


def test_the_round_says_when_the_next_is_due(ben, task):
    assert remind_due(now()) == at("2026-11-24 14:00")
    assert remind_due(at("2026-11-24 14:00")) is None


def test_a_worker_that_was_away_reminds_once(ben, draft):
    write(draft(ben, "2026-11-24 15:00", leads=[0, 60, 1440]), by=ben)

    walk(at("2026-11-27 00:00"), at("2026-11-28 00:00"))

    assert len(reminded()) == 1


def test_what_is_moved_reminds_at_its_new_moment_alone(ben, task, draft):
    remind_due(at("2026-11-24 14:00"))
    write(draft(ben, "2026-11-26 15:00"), by=ben, task=task)
    assert [each.state for each in reminded()] == ["withdrawn"]

    walk(now(), at("2026-11-27 00:00"))

    assert len(reminded()) == 2


def test_new_words_do_not_remind_anew(ben, task, draft):
    remind_due(at("2026-11-24 14:00"))
    write(draft(ben, "2026-11-24 15:00", title="Pay the rent at last"), by=ben, task=task)

    walk(now(), at("2026-11-25 00:00"))

    assert [each.state for each in reminded()] == ["waiting"]


def test_what_is_done_reminds_no_more_and_opened_again_it_does(ben, task):
    complete(task, by=ben)
    walk(at("2026-11-24 13:00"), at("2026-11-24 13:30"))
    reopen(task)

    walk(at("2026-11-24 13:50"), at("2026-11-25 00:00"))

    assert len(reminded()) == 1


def test_a_reminder_that_waits_is_dropped_when_the_task_is_done(ben, task):
    remind_due(at("2026-11-24 14:00"))
    complete(task, by=ben)
    assert [each.state for each in reminded()] == ["withdrawn"]


def test_what_is_put_off_reminds_then_and_at_what_comes_after(ben, draft):
    task = write(draft(ben, "2026-11-25 15:00", leads=[60, 2880]), by=ben)
    put_off(task, Snooze.TOMORROW)
    assert task.remind_at == at("2026-11-24 08:00")

    walk(now(), at("2026-11-26 00:00"))

    assert len(reminded()) == 2


def test_who_is_given_the_task_is_reminded_by_their_own_settings(aiko, ben, chidi, given, draft):
    ReminderSettings.objects.create(person=chidi, daily_at=None)
    task = write(draft(chidi, "2026-11-24"), by=aiko, task=given)

    assert task.remind_at == datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("UTC"))


def test_other_lead_times_move_what_is_planned(ben, task):
    settle(Wish(**{**WISH, "task_leads": [30]}), person=ben)
    task.refresh_from_db()
    assert task.remind_at == at("2026-11-24 14:30")


def test_a_lead_time_that_is_over_under_new_terms_reminds_now(ben, task, clock):
    clock.move_to(at("2026-11-24 13:30"), tick=False)
    settle(Wish(**{**WISH, "task_leads": [120]}), person=ben)

    walk(now(), at("2026-11-25 00:00"))

    assert len(reminded()) == 1


def test_another_hour_or_day_of_the_daily_mail_moves_whole_days(ben, draft):
    task = write(draft(ben, "2026-11-28"), by=ben)  # A Saturday: no daily mail.
    assert task.remind_at == at("2026-11-28 08:00")
    for wish, expected in [
        ({"daily_at": time(7)}, at("2026-11-28 07:00")),
        ({"daily_weekdays": range(7)}, None),
        ({"daily_at": None}, at("2026-11-28 08:00")),
    ]:
        settle(Wish(**{**WISH, **wish}), person=ben)
        task.refresh_from_db()
        assert task.remind_at == expected


def test_who_moves_keeps_moments_and_takes_days_along(ben, task, draft):
    follow_people(now())
    day = write(draft(ben, "2026-11-28"), by=ben)
    ben.time_zone = "Europe/London"
    ben.save()

    follow_people(now())

    day.refresh_from_db()
    assert day.remind_at == datetime(2026, 11, 28, 8, tzinfo=ZoneInfo("Europe/London"))
    moment = task.remind_at
    task.refresh_from_db()
    assert task.remind_at == moment
    assert (task.due_at, task.due_time) == (at("2026-11-24 15:00"), time(6))


def test_planning_anew_keeps_what_was_put_off(ben, task):
    put_off(task, Snooze.AN_HOUR)
    settle(Wish(**{**WISH, "task_leads": [30]}), person=ben)
    task.refresh_from_db()
    assert task.remind_at == at("2026-11-23 10:00")


def test_a_kill_between_claim_and_commit_loses_nothing(ben, task, monkeypatch):
    def killed(*_args, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reminding, "announce_each", killed)
        with pytest.raises(KeyboardInterrupt):
            remind_due(at("2026-11-24 14:00"))
    assert not reminded()

    walk(at("2026-11-24 14:00"), at("2026-11-25 00:00"))

    assert len(reminded()) == 1


def test_who_left_is_not_reminded(ben, task):
    ben.is_active = False
    ben.save()
    walk(now(), at("2026-11-25 00:00"))
    assert not reminded()


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_of_each_task_once(draft):
    ben = hire("ben", first_name="Ben", time_zone="Asia/Tokyo")
    for number in range(30):
        write(draft(ben, "2026-11-24 15:00", title=f"No. {number}"), by=ben)
    finished = []

    def work():
        try:
            finished.append(remind_due(at("2026-11-24 14:30")))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert len(finished) == 3
    assert len(reminded()) == 30
    assert len({each.about for each in reminded()}) == 30
    assert not Task.objects.exclude(remind_at=None).exists()
