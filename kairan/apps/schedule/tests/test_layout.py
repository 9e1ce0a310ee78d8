"""Where entries stand: nothing overlaps, nothing is lost, every line is as long as the day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.schedule.calendars import Entry
from kairan.apps.schedule.layout import PARTS, hours_of, hours_shown, row
from kairan.apps.schedule.occurrences import Span, Times
from kairan.apps.schedule.weeks import day_named, month_of, week_of

ZONE = ZoneInfo("Europe/London")
DAY = date(2030, 5, 13)
MIDNIGHT = datetime(2030, 5, 13, tzinfo=ZONE)


def entry(begins, length, title="x"):
    starts_at = MIDNIGHT + timedelta(minutes=begins)
    ends_at = starts_at + timedelta(minutes=length)
    times = Times(
        day=starts_at.date(),
        last_day=ends_at.date(),
        span=Span.HOURS,
        zone=ZONE,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    return Entry(times=times, title=title)


entries = st.lists(st.builds(entry, st.integers(-1_500, 1_600), st.integers(1, 1_800)), max_size=12)


@given(entries)
def test_lanes_hold_every_entry_of_the_day_once_and_fill_it(found):
    found.sort(key=lambda each: each.starts_at)
    hours = hours_shown(found, [DAY], ZONE)
    drawn = row(found, DAY, ZONE, hours)

    shown = [cell.block.entry for lane in drawn.lanes for cell in lane if cell.block]
    assert sorted(map(id, shown)) == sorted(id(each) for each in found if each.is_on(DAY, ZONE))
    for lane in drawn.lanes:
        assert all(cell.span > 0 for cell in lane)
        assert sum(cell.span for cell in lane) == len(hours) * PARTS


@given(entries)
def test_every_entry_stands_in_the_line_of_an_hour(found):
    _whole, lines = hours_of(found, [DAY], ZONE)

    shown = [block.entry for line in lines for _day, blocks in line.days for block in blocks]
    assert sorted(map(id, shown)) == sorted(id(each) for each in found if each.is_on(DAY, ZONE))


@given(st.dates(date(2000, 1, 1), date(2999, 12, 1)), st.sampled_from([0, 5, 6]))
def test_a_month_shows_all_its_days_in_whole_weeks(day, first_weekday):
    weeks = month_of(day, first_weekday)

    days = [each for week in weeks for each in week]
    assert all(week[0].weekday() == first_weekday for week in weeks)
    assert days == [days[0] + timedelta(number) for number in range(len(days))]
    in_month = [each for each in days if (each.year, each.month) == (day.year, day.month)]
    assert in_month[0].day == 1
    assert (in_month[-1] + timedelta(1)).day == 1
    assert day in week_of(day, first_weekday)


def test_days_outside_the_years_of_the_office_are_none():
    assert day_named("2030-05-13") == DAY
    assert [day_named(text) for text in ("1999-12-31", "3000-01-01", "x", "")] == [None] * 4
