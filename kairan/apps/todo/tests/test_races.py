"""The same second: two clicks make one task, told once; two workers remind of each once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from kairan.apps.todo.models import Task
from kairan.apps.todo.notices import TaskReminder
from kairan.apps.todo.operations import reminding
from kairan.apps.todo.operations.reminding import remind_due
from kairan.apps.todo.operations.writing import write
from kairan.notices.models import Announcement

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 4
WORKERS = 3


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


def test_workers_at_once_remind_of_each_task_once(aiko, ben, draft, monkeypatch):
    monkeypatch.setattr(reminding, "AT_ONCE", 3)
    tasks = [write(replace(draft(ben, "2999-11-24"), key=uuid4()), by=aiko) for _ in range(20)]
    assert len({task.remind_at for task in tasks}) == 1
    barrier = Barrier(WORKERS)

    def work():
        try:
            barrier.wait()
            remind_due(tasks[0].remind_at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        for each in [pool.submit(work) for _ in range(WORKERS)]:
            each.result()

    told = Announcement.objects.filter(kind=TaskReminder.kind).values_list("about", flat=True)
    assert sorted(told) == sorted(task.about for task in tasks)
