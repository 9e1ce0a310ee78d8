from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kairan.apps.todo.operations.writing import Draft, write

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Monday, 23 November 2026, 9:00 in Tokyo."""
    time_machine.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO), tick=False)
    return time_machine


@pytest.fixture
def draft():
    """What is typed: ``draft(ben, "2026-11-24 15:00", title="Pay")``; the time may be missing."""

    def typed(assignee, due="", **fields):
        day, _space, clock = due.partition(" ")
        return Draft(
            **{"title": "Pay the rent", **fields},
            assignee=assignee,
            due_on=date.fromisoformat(day) if day else None,
            due_time=time.fromisoformat(clock) if clock else None,
        )

    return typed


@pytest.fixture
def task(ben, draft):
    """A task of Ben's own, due tomorrow at three."""
    return write(draft(ben, "2026-11-24 15:00"), by=ben)


@pytest.fixture
def given(aiko, ben, draft):
    """A task that Aiko gave to Ben, due tomorrow."""
    return write(draft(ben, "2026-11-24", title="Call Ito"), by=aiko)
