"""The same second, two clicks: one form makes one task, and it is told once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.writing import write
from kairan.notices.models import Announcement

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 4


def test_clicks_at_once_make_one_task(aiko, ben, draft):
    typed, barrier = replace(draft(ben, "2026-11-24"), key=uuid4()), Barrier(CLICKS)

    def click():
        try:
            barrier.wait()
            return write(typed, by=aiko).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLICKS) as pool:
        made = {each.result() for each in [pool.submit(click) for _ in range(CLICKS)]}

    assert made == {Task.objects.get().pk}
    assert Announcement.objects.count() == 1
