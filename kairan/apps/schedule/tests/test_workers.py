"""Several workers and several browsers on one PostgreSQL: each is reminded once, one save wins."""

import threading
from collections import Counter
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from kairan.apps.schedule import rounds
from kairan.apps.schedule.models import Event, Reminder
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import Overtaken, Plan, change, register
from kairan.notices.models import Announcement
from kairan.people.picker import Selection
from kairan.people.testing import hire

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite has one writer at a time; only PostgreSQL has workers on many machines.",
)


def plan(*people, day: date, **fields):
    pattern = Pattern(
        first_day=day,
        last_day=day,
        span=Span.HOURS,
        time_zone="UTC",
        begins_at=time(0, 0),
        ends_at=time(23, 59),
        rule="FREQ=DAILY",
    )
    fields = {"title": "Watch", "leads": (24 * 60,), **fields}
    return Plan(pattern=pattern, to=Selection.of(people), **fields)


def side_by_side(*deeds):
    """Let each deed run in a thread of its own; return what they raised."""
    raised = []
    barrier = threading.Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait()
            deed()
        except Exception as error:  # noqa: BLE001
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_many_workers_remind_once(transactional_db, monkeypatch):
    monkeypatch.setattr(rounds, "AT_ONCE", 3)
    aiko = hire("aiko", first_name="Aiko")
    people = [hire(f"p{number}", first_name=f"P{number}") for number in range(3)]
    for number in range(20):
        register(plan(*people, day=localdate() + timedelta(2), title=f"{number}"), author=aiko)
    moment = now() + timedelta(days=1)
    Reminder.objects.update(due_at=moment)

    assert side_by_side(*[lambda: rounds.remind_due(moment)] * 4) == []

    told = Announcement.objects.filter(kind="schedule.reminder")
    assert set(Counter(told.values_list("about", flat=True)).values()) == {1}
    assert told.count() == 20
    assert not Reminder.objects.due(moment).exists()


def test_of_two_who_save_at_once_one_stands_and_the_other_is_told(transactional_db):
    aiko = hire("aiko", first_name="Aiko")
    event = register(plan(aiko, day=localdate()), author=aiko)

    def saved(title):
        return lambda: change(
            event, plan(aiko, day=localdate(), title=title), by=aiko, version=event.version
        )

    [refused] = side_by_side(saved("First"), saved("Second"))

    assert isinstance(refused, Overtaken)
    stands = Event.objects.get()
    assert (stands.version, stands.title in {"First", "Second"}) == (1, True)


def test_a_form_sent_twice_at_once_is_one_event(transactional_db):
    aiko = hire("aiko", first_name="Aiko")
    planned = plan(aiko, day=localdate(), key=uuid4())

    assert side_by_side(*[lambda: register(planned, author=aiko)] * 2) == []
    assert Event.objects.count() == 1
