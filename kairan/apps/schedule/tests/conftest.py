from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.utils.timezone import now

from kairan.apps.schedule.notices import QUIET
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import Plan, register
from kairan.notices.wording import word_due
from kairan.people.picker import Selection

MONDAY = date(2030, 5, 13)


@pytest.fixture
def clock():
    """It is Friday before the week in which everything takes place, nine o'clock in London."""
    with time_machine.travel(datetime(2030, 5, 10, 8, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def all_is_heard(clock):
    """Return a function that lets the quiet minutes pass, and people hear what was announced."""

    def hear():
        clock.shift(QUIET)
        word_due(now())

    return hear


@pytest.fixture
def later_post(clock, post_round):
    """Return a function that lets the quiet minutes pass; then the post goes round."""

    def go():
        clock.shift(QUIET)
        return post_round()

    return go


@pytest.fixture
def pattern():
    """Return when something takes place: on Monday from ten to eleven, unless said otherwise."""

    def given(**fields):
        fields = {
            "first_day": MONDAY,
            "span": Span.HOURS,
            "time_zone": "Europe/London",
            **fields,
        }
        fields.setdefault("last_day", fields["first_day"])
        if fields["span"] is Span.HOURS:
            fields = {"begins_at": time(10), "ends_at": time(11), **fields}
        return Pattern(**fields)

    return given


@pytest.fixture
def plan(pattern):
    """Return what Aiko has typed, with the people named."""

    def typed(*to, **fields):
        times = {name: fields.pop(name) for name in list(fields) if name in PATTERN}
        fields = {"title": "Budget review", "place": "Room A", **fields}
        fields.setdefault("to", Selection.of(to))
        return Plan(pattern=pattern(**times), **fields)

    return typed


PATTERN = {"first_day", "last_day", "span", "time_zone", "begins_at", "ends_at", "rule"}


@pytest.fixture
def event(clock, aiko, ben, plan):
    """A meeting that Aiko registered, with Ben."""
    return register(plan(aiko, ben), author=aiko)


@pytest.fixture
def series(clock, aiko, ben, plan):
    """The same every Monday, without an end."""
    return register(plan(aiko, ben, rule="FREQ=WEEKLY;BYDAY=MO"), author=aiko)
