from datetime import date, time

import pytest

from kairan.reminders.operations.reminders import Draft, save


@pytest.fixture
def remind():
    """Set a reminder of a person: ``remind(ben, "Call Ito", "2026-11-24 09:30")``."""

    def set_(owner, text, moment, **fields):
        day, clock = moment.split()
        draft = Draft(
            text=text, day=date.fromisoformat(day), time_of_day=time.fromisoformat(clock), **fields
        )
        return save(draft, owner=owner)

    return set_
