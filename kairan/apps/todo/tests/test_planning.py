from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairan.apps.todo.planning import Due, next_due, reminders
from kairan.clock.days import Daily, day_of
from kairan.reminders.leads import Terms
from kairan.reminders.repeats import Repeat

TOKYO, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")
DAY = date(2026, 11, 24)  # A Tuesday.
ZONES = st.sampled_from(sorted(each for each in available_timezones() if "/" in each)).map(ZoneInfo)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
TIMES = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
LEADS = st.lists(st.integers(0, 20_000).map(lambda minutes: timedelta(minutes=minutes)), max_size=4)


def terms(*minutes, at=time(8), weekdays=range(5), zone=TOKYO):
    daily = None if at is None else Daily(at, frozenset(weekdays), zone)
    return Terms(zone, tuple(timedelta(minutes=each) for each in minutes), daily)


def hours(*texts):
    return [datetime.fromisoformat(each).replace(tzinfo=TOKYO) for each in texts]


@pytest.mark.parametrize(
    ("due", "leads", "settled", "expected"),
    [
        (Due(DAY, time(15)), None, terms(60), ["2026-11-24 14:00"]),
        (Due(DAY, time(15)), None, terms(), []),
        (Due(DAY, time(15)), [0, 1440], terms(60), ["2026-11-23 15:00", "2026-11-24 15:00"]),
        # The daily mail of the day is the reminder of a whole day…
        (Due(DAY), None, terms(60), []),
        # …but not of the day before, nor where none comes, nor against what the task says.
        (Due(DAY), None, terms(60, 1440), ["2026-11-23 08:00"]),
        (Due(DAY), None, terms(60, at=None), ["2026-11-24 08:00"]),
        (Due(DAY), None, terms(60, at=time(7), weekdays=[5]), ["2026-11-24 07:00"]),
        (Due(DAY), [60], terms(), ["2026-11-24 08:00"]),
        (Due(DAY), [0, 10, 1440], terms(), ["2026-11-23 08:00", "2026-11-24 08:00"]),
        (Due(DAY), [], terms(60, at=None), []),
    ],
)
def test_when_a_task_reminds(due, leads, settled, expected):
    chosen = None if leads is None else [timedelta(minutes=each) for each in leads]
    assert reminders(due, leads=chosen, terms=settled) == hours(*expected)


@given(day=DAYS, at=TIMES, leads=LEADS, zone=ZONES)
def test_no_reminder_comes_after_the_end_and_none_twice(day, at, leads, zone):
    due, settled = Due(day, at), terms(zone=zone)
    moments = reminders(due, leads=leads, terms=settled)

    assert moments == sorted(set(moments))
    assert all(each <= due.ends_at(zone) for each in moments)
    assert bool(moments) == bool(leads)


@given(day=DAYS, at=TIMES, zone=ZONES)
def test_a_task_ends_on_its_day(day, at, zone):
    end = Due(day, at).ends_at(zone)
    assert day_of(end, zone) == day
    if at is None:
        assert day_of(end + timedelta(seconds=1), zone) > day


@given(moment=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)), zone=ZONES)
def test_a_moment_survives_clocks_that_show_it_twice(moment, zone):
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    assert Due.of(moment, zone).moment(zone) == moment


def test_what_is_done_late_is_due_next_in_the_future():
    due = Due(date(2026, 1, 31))
    march = datetime(2026, 3, 10, tzinfo=TOKYO)
    found = next_due(due, first=due.on, repeat="monthly", now=march, zone=TOKYO)
    assert found == Due(date(2026, 3, 31))


@settings(max_examples=60, deadline=None)
@given(
    first=DAYS,
    at=TIMES,
    repeat=st.sampled_from([each for each in Repeat if each is not Repeat.NEVER]),
    zone=ZONES,
    delays=st.lists(st.timedeltas(timedelta(days=-3), timedelta(days=90)), max_size=8),
)
def test_a_series_goes_on_later_each_time_and_never_into_the_past(first, at, repeat, zone, delays):
    due = Due(first, at)
    for delay in delays:
        now = due.ends_at(zone) + delay
        following = next_due(due, first=first, repeat=repeat, now=now, zone=zone)
        assert following.on > due.on
        assert following.ends_at(zone) > now
        assert following.at == at
        due = following


def test_what_does_not_repeat_ends():
    due = Due(DAY, time(9))
    now = datetime(2026, 11, 20, tzinfo=LONDON)
    assert next_due(due, first=DAY, repeat="never", now=now, zone=LONDON) is None
