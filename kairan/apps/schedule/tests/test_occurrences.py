"""Days, hours and time zones: what stays, what moves, and what is found within bounds."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.schedule.occurrences import FOREVER, Pattern, Span

LONDON, TOKYO, NEW_YORK = map(ZoneInfo, ("Europe/London", "Asia/Tokyo", "America/New_York"))
ZONES = ["Europe/London", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12"]


def pattern(day="2030-03-29", hours=("09:00", "10:00"), **fields):
    first = date.fromisoformat(day)
    begins, ends = (time.fromisoformat(hour) for hour in hours) if hours else (None, None)
    span = fields.pop("span", Span.HOURS if hours else Span.ALL_DAY)
    return Pattern(
        **{
            "first_day": first,
            "last_day": first,
            "time_zone": "Europe/London",
            "span": span,
            "begins_at": begins,
            "ends_at": ends,
            **fields,
        }
    )


def starts(given_pattern, many):
    found = islice(given_pattern.from_day(given_pattern.first_day), many)
    return [times.starts_at.isoformat()[:16] for times in found]


def test_nine_stays_nine_when_the_clocks_change():
    daily = pattern("2030-03-30", rule="FREQ=DAILY")

    assert starts(daily, 3) == ["2030-03-30T09:00", "2030-03-31T08:00", "2030-04-01T08:00"]


def test_an_hour_that_does_not_exist_is_the_one_after_it():
    daily = pattern("2030-03-30", ("01:30", "02:30"), rule="FREQ=DAILY")
    [_before, gap] = islice(daily.from_day(daily.first_day), 2)

    assert gap.starts_at == datetime(2030, 3, 31, 1, 30, tzinfo=UTC)
    assert gap.starts_at.astimezone(LONDON).hour == 2
    assert gap.ends_at >= gap.starts_at


def test_an_hour_that_exists_twice_is_the_first():
    twice = pattern("2030-10-27", ("01:30", "03:00")).on(date(2030, 10, 27))

    assert twice.starts_at == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)


def test_a_night_shift_ends_on_the_next_day():
    night = pattern("2030-05-13", ("22:00", "06:00"), last_day=date(2030, 5, 14))

    assert night.on(night.first_day).days(LONDON) == (date(2030, 5, 13), date(2030, 5, 14))
    assert night.on(night.first_day).days(TOKYO) == (date(2030, 5, 14), date(2030, 5, 14))


def test_what_ends_at_midnight_is_not_seen_on_the_next_day():
    evening = pattern("2030-05-13", ("20:00", "00:00"), last_day=date(2030, 5, 14))

    assert evening.on(evening.first_day).days(LONDON) == (date(2030, 5, 13), date(2030, 5, 13))


@pytest.mark.parametrize("span", [Span.ALL_DAY, Span.UNTIMED])
def test_a_day_without_hours_is_that_day_everywhere(span):
    trip = pattern("2030-05-13", None, span=span, last_day=date(2030, 5, 15))

    for zone in map(ZoneInfo, ZONES):
        assert trip.on(trip.first_day).days(zone) == (date(2030, 5, 13), date(2030, 5, 15))


def test_the_days_that_are_skipped_do_not_count_less():
    rule = "FREQ=DAILY;COUNT=3"
    three = pattern("2030-05-13", rule=rule, skipped=frozenset([date(2030, 5, 14)])).settled()

    assert [times.day.day for times in three.from_day(date(2030, 1, 1))] == [13, 15]


RULES = ["", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=-1"]


@given(
    day=st.dates(date(2029, 1, 1), date(2031, 12, 31)),
    hours=st.one_of(st.none(), st.tuples(st.times(), st.times())),
    length=st.integers(0, 4),
    rule=st.sampled_from(RULES),
    home=st.sampled_from(ZONES),
    viewer=st.sampled_from(ZONES),
    after=st.integers(-3, 400),
)
def test_what_is_shown_on_a_day_lies_on_it_and_within_the_bounds(
    day, hours, length, rule, home, viewer, after
):
    begins, ends = hours or (None, None)
    if hours and length == 0 and ends < begins:
        begins, ends = ends, begins
    settled = Pattern(
        first_day=day,
        last_day=day + timedelta(days=length),
        span=Span.HOURS if hours else Span.ALL_DAY,
        time_zone=home,
        begins_at=begins,
        ends_at=ends,
        rule=rule,
    ).settled()
    zone = ZoneInfo(viewer)
    shown_day = day + timedelta(days=after)
    midnight = datetime.combine(shown_day, time(), zone)
    next_midnight = datetime.combine(shown_day + timedelta(days=1), time(), zone)

    shown = list(settled.shown(shown_day, shown_day, zone))

    every = [
        times
        for times in settled.from_day(shown_day - timedelta(days=9), last=shown_day + timedelta(9))
        if times.days(zone)[0] <= shown_day <= times.days(zone)[1]
    ]
    assert shown == every
    if shown:
        first_start, last_end = settled.bounds()
        assert first_start < next_midnight
        assert last_end > midnight


def test_a_series_without_an_end_lasts_for_ever():
    assert pattern(rule="FREQ=DAILY").settled().bounds()[1] == FOREVER


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("hours", [None, ("22:00", "23:30")])
def test_a_pattern_is_read_as_it_was_written(rule, hours):
    settled = pattern(hours=hours, rule=rule).settled()

    assert Pattern.from_text(settled.to_text()) == replace(settled, skipped=())
