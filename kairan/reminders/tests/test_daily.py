import threading
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils.timezone import now

from kairan.notices.models import Announcement
from kairan.people.testing import hire
from kairan.reminders import daily
from kairan.reminders.daily import brought, follow_people, plan, tell_due
from kairan.reminders.models import DailyTurn, ReminderSettings
from kairan.reminders.operations.reminders import ring_due
from kairan.reminders.operations.settings import Wish, settle

TOKYO = ZoneInfo("Asia/Tokyo")
WISH = Wish(
    event_leads=[], task_leads=[], daily_at=time(8), daily_weekdays=range(7), addresses=None
)


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Monday, 23 November 2026, 7:00 in Tokyo."""
    time_machine.move_to(datetime(2026, 11, 23, 7, 0, tzinfo=TOKYO), tick=False)
    return time_machine


def told():
    return list(Announcement.objects.filter(kind="reminders.daily").order_by("pk"))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def test_who_never_opened_the_page_hears_on_working_days_when_something_happens(ben, remind, clock):
    remind(ben, "Tea", "2026-11-23 15:00", repeat="daily")
    follow_people(now())

    for day in range(23, 31):
        clock.move_to(at(f"2026-11-{day} 08:00"), tick=False)
        ring_due(now())
        tell_due(now())

    days = [each.payload["day"][-2:] for each in told()]
    assert days == ["23", "24", "25", "26", "27", "30"]


def test_nothing_is_mailed_when_nothing_is_due_and_the_turn_goes_on(ben):
    follow_people(now())

    assert tell_due(at("2026-11-23 08:00")) == at("2026-11-24 08:00")

    assert not told()
    assert DailyTurn.objects.get(person=ben).told_on == date(2026, 11, 23)


def test_a_worker_that_comes_late_tells_of_today_once(ben, remind, clock):
    remind(ben, "Tea", "2026-11-23 15:00", repeat="daily")
    follow_people(now())

    clock.move_to(at("2026-11-26 13:00"), tick=False)
    ring_due(now())
    for _ in range(3):
        tell_due(now())

    assert [each.payload["day"] for each in told()] == ["2026-11-26"]


def test_no_daily_mail_for_who_wants_none(ben, remind, clock):
    remind(ben, "Tea", "2026-11-23 15:00")
    settle(Wish(**{**vars(WISH), "daily_at": None}), person=ben)

    assert tell_due(at("2026-11-23 08:00")) is None
    assert not told()


def test_another_hour_moves_what_is_planned(ben):
    follow_people(now())
    settle(Wish(**{**vars(WISH), "daily_at": time(6, 30)}), person=ben)
    # Planned for 8:00 today and not told yet: an hour that is over today comes now.
    assert DailyTurn.objects.get(person=ben).next_at == now()


def test_who_moves_is_planned_anew(ben):
    follow_people(now())
    ben.time_zone = "Europe/London"
    ben.save()

    follow_people(now())

    turn = DailyTurn.objects.get(person=ben)
    assert (turn.zone, turn.next_at) == (
        "Europe/London",
        datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/London")),
    )


def test_who_left_is_told_nothing(ben, remind):
    remind(ben, "Tea", "2026-11-23 15:00")
    follow_people(now())
    ben.is_active = False
    ben.save()

    tell_due(at("2026-11-23 08:00"))

    assert not told()


def test_a_feature_that_fails_does_not_keep_the_rest_back(ben, remind, monkeypatch, caplog):
    remind(ben, "Tea", "2026-11-23 15:00")
    working, *_rest = [each for each in daily.features() if each.label == "reminders"]

    class Broken:
        def due(self, person, day):
            raise RuntimeError("out of order")

    monkeypatch.setattr(daily, "features", lambda: [Broken(), working])

    assert [line[0] for line in brought(ben, date(2026, 11, 23)).events] == ["Tea"]
    assert "cannot say" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_person_once(remind):
    people = [hire(f"person{number}", time_zone="Asia/Tokyo") for number in range(12)]
    for person in people:
        remind(person, "Tea", "2026-11-23 15:00")
    follow_people(now())
    finished = []

    def work():
        try:
            finished.append(tell_due(at("2026-11-23 08:00")))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert len(finished) == 3
    assert sorted(each.recipients[0] for each in told()) == sorted(each.pk for each in people)


def test_a_kill_between_asking_and_telling_loses_nothing(ben, remind, monkeypatch):
    remind(ben, "Tea", "2026-11-23 15:00")
    follow_people(now())

    def killed(*_args, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(daily, "announce", killed)
        with pytest.raises(KeyboardInterrupt):
            tell_due(at("2026-11-23 08:00"))
    assert not told()

    tell_due(at("2026-11-23 08:00"))

    assert len(told()) == 1


def test_planning_costs_the_same_for_many(aiko, ben, django_assert_max_num_queries):
    for number in range(20):
        hire(f"person{number}")
    with django_assert_max_num_queries(6):
        follow_people(now())
    with django_assert_max_num_queries(4):
        follow_people(now() + timedelta(minutes=1))


def test_planning_alone_makes_the_turn(ben):
    ReminderSettings.objects.create(person=ben, daily_at=time(9))
    plan(ben, now=now())
    assert DailyTurn.objects.get(person=ben).next_at == at("2026-11-23 09:00")
