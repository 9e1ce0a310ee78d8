"""The same second, two clicks: one form sets one reminder."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from kairan.reminders.models import Reminder
from kairan.reminders.operations.reminders import Draft, save

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 4


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
