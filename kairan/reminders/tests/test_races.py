"""The same second: two clicks of one form set one reminder, two workers let each ring once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from kairan.notices.models import Announcement
from kairan.reminders.models import Reminder
from kairan.reminders.operations import reminders
from kairan.reminders.operations.reminders import Draft, ring_due, save

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 4
WORKERS = 3


def test_clicks_at_once_set_one_reminder(aiko):
    barrier = Barrier(CLICKS)
    typed = Draft(text="Call Ito", day=date(2999, 5, 1), time_of_day=time(9), key=uuid4())

    def click():
        try:
            barrier.wait()
            return save(typed, owner=aiko).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLICKS) as pool:
        made = {each.result() for each in [pool.submit(click) for _ in range(CLICKS)]}

    assert made == {Reminder.objects.get().pk}


def test_workers_at_once_let_each_ring_once(aiko, monkeypatch):
    monkeypatch.setattr(reminders, "AT_ONCE", 3)
    typed = Draft(text="Call Ito", day=date(2999, 5, 1), time_of_day=time(9))
    once = [save(typed, owner=aiko) for _ in range(20)]
    daily = [save(replace(typed, repeat="daily"), owner=aiko) for _ in range(20)]
    barrier = Barrier(WORKERS)

    def work():
        try:
            barrier.wait()
            ring_due(once[0].at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        for each in [pool.submit(work) for _ in range(WORKERS)]:
            each.result()

    told = Announcement.objects.values_list("about", flat=True)
    assert sorted(told) == sorted(each.about for each in once + daily)
    assert Reminder.objects.rung().count() == len(once)
    following = {each.at for each in Reminder.objects.upcoming()}
    assert following == {once[0].at + timedelta(days=1)}
