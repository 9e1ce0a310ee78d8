from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairan.clock.days import Daily, bounds, day_of, moment_of

ZONES = st.sampled_from(sorted(each for each in available_timezones() if "/" in each)).map(ZoneInfo)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        ("2026-03-29", "01:30", "Europe/London", "2026-03-29T01:30"),  # Skipped: an hour later.
        ("2026-10-25", "01:30", "Europe/London", "2026-10-25T00:30"),  # Twice: the first time.
        ("2026-03-28", "23:30", "America/Scoresbysund", "2026-03-29T00:59:59"),  # Not tomorrow.
        ("2026-07-01", "08:00", "Asia/Tokyo", "2026-06-30T23:00"),
    ],
)
def test_the_moment_of_an_hour(day, clock, zone, expected):
    found = moment_of(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(day=DAYS, at=TIMES, zone=ZONES)
def test_the_moment_of_a_day_is_on_that_day(day, at, zone):
    begin, end = bounds(day, zone)
    moment = moment_of(day, at, zone)
    assert day_of(moment, zone) == day
    assert begin <= moment < end


def turns(daily, first, last, *, pauses):
    """Go through a simulated time as the round does; return (day told, moment) of each mail."""
    now = bounds(first, daily.zone)[0] - timedelta(seconds=1)
    told_on, told, pauses = None, [], iter(pauses)
    planned = daily.next(now=now, told_on=None)
    while planned < bounds(last, daily.zone)[1]:
        now = planned + next(pauses, timedelta())
        day = daily.tells(planned, now=now, told_on=told_on)
        if day is not None:
            told.append((day, now))
            told_on = day
        planned = daily.next(now=now, told_on=told_on)
    return told


@settings(max_examples=60, deadline=None)
@given(at=TIMES, weekdays=WEEKDAYS, zone=ZONES, first=DAYS)
def test_every_chosen_day_has_exactly_one_mail_at_its_hour(at, weekdays, zone, first):
    last = first + timedelta(days=120)
    told = turns(Daily(at, weekdays, zone), first, last, pauses=[])

    days = [first + timedelta(days=number) for number in range(121)]
    assert [day for day, _now in told] == [day for day in days if day.weekday() in weekdays]
    assert all(now == moment_of(day, at, zone) for day, now in told)


@settings(max_examples=60, deadline=None)
@given(
    at=TIMES,
    weekdays=WEEKDAYS,
    zone=ZONES,
    first=DAYS,
    pauses=st.lists(st.timedeltas(timedelta(), timedelta(days=4)), max_size=10),
)
def test_a_worker_that_was_away_tells_of_today_and_never_twice(at, weekdays, zone, first, pauses):
    daily = Daily(at, weekdays, zone)
    told = turns(daily, first, first + timedelta(days=40), pauses=pauses)

    days = [day for day, _now in told]
    assert days == sorted(set(days))
    assert all(day_of(now, zone) == day and day.weekday() in weekdays for day, now in told)
    assert all(now >= moment_of(day, at, zone) for day, now in told)


@settings(max_examples=80, deadline=None)
@given(
    first=st.tuples(TIMES, ZONES),
    second=st.tuples(TIMES, ZONES),
    day=DAYS,
    hours=st.integers(0, 23),
)
def test_who_changes_the_hour_or_moves_has_one_mail_on_each_day(first, second, day, hours):
    every_day = frozenset(range(7))
    one, other = (Daily(at, every_day, zone) for at, zone in (first, second))
    begin = bounds(day, one.zone)[0]
    planned, told_on = one.next(now=begin - timedelta(seconds=1), told_on=None), None
    change = begin + timedelta(hours=hours)
    if planned <= change:
        told_on = day
        planned = one.next(now=planned, told_on=told_on)
    planned = other.next(now=change, told_on=told_on, owed=planned)
    told = [] if told_on is None else [told_on]
    for _ in range(5):
        found = other.tells(planned, now=planned, told_on=told_on)
        assert found is not None
        told.append(found)
        told_on = found
        planned = other.next(now=planned, told_on=told_on)
    assert len(told) == len(set(told))
    steps = {(after - before).days for before, after in pairwise(told)}
    if one.zone == other.zone:
        assert steps <= {1}
        assert told[0] in {day, day + timedelta(days=1)}
    assert steps <= {1, 2}


def test_a_mail_that_was_still_to_come_today_is_not_lost_by_an_earlier_hour():
    zone = ZoneInfo("Asia/Tokyo")
    daily = Daily(time(8), frozenset(range(7)), zone)
    now = datetime(2026, 11, 24, 9, tzinfo=zone)
    owed = datetime(2026, 11, 24, 10, tzinfo=zone)

    assert daily.next(now=now, told_on=date(2026, 11, 23), owed=owed) == now
    assert day_of(daily.next(now=now, told_on=date(2026, 11, 24)), zone) == date(2026, 11, 25)
