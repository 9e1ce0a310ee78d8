"""Rules, held against dateutil's own reading of the same text, and against the calendar."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.schedule.forms.repeating import Repeats, rule_from
from kairan.apps.schedule.recurrence import Frequency, Recurrence, nth_weekday

firsts = st.dates(date(2020, 1, 1), date(2032, 12, 31))
intervals = st.integers(1, 7)
weekdays = st.sets(st.integers(0, 6), min_size=1, max_size=7)
choices = st.sampled_from([each.value for each in Repeats if each])


@st.composite
def rules(draw):
    """A first day and a rule that fits it, as the form makes them."""
    first = draw(firsts)
    rule = rule_from(
        draw(choices), first, interval=draw(intervals), weekdays=sorted(draw(weekdays))
    )
    return rule.first_day(first), rule


def by_dateutil(rule, first, since, last):
    whole = rrulestr(str(rule), dtstart=datetime.combine(first, time()))
    found = whole.between(datetime.combine(since, time()), datetime.combine(last, time()), inc=True)
    return [moment.date() for moment in found]


@given(rules(), st.integers(0, 4_000), st.integers(0, 800))
def test_a_series_entered_in_its_middle_has_the_same_days(given_rule, after, length):
    first, rule = given_rule
    since = first + timedelta(days=after)
    last = since + timedelta(days=length)

    assert list(rule.dates(first, since=since, last=last)) == by_dateutil(rule, first, since, last)


@given(rules())
def test_a_rule_is_read_as_it_was_written(given_rule):
    _first, rule = given_rule

    assert Recurrence.parse(str(rule)) == rule


@given(rules(), st.integers(1, 60))
def test_a_number_of_times_ends_where_dateutil_ends(given_rule, count):
    first, rule = given_rule
    counted = Recurrence.parse(f"{rule};COUNT={count}")
    every = list(rrulestr(str(counted), dtstart=datetime.combine(first, time())))

    assert counted.last_day(first) == every[-1].date()
    assert len(every) == count


@given(rules(), st.integers(0, 20_000))
def test_the_last_day_until_a_day_is_the_last(given_rule, after):
    first, rule = given_rule
    until = first + timedelta(days=after)
    ended = Recurrence.parse(f"{rule};UNTIL={until:%Y%m%d}")

    last = ended.last_day(first)

    assert last <= until
    beyond = last + timedelta(days=1)
    assert not list(rule.dates(first, since=beyond, last=until))
    assert list(rule.dates(first, since=last, last=last)) == [last]


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2030-01-31", ["2030-01-31", "2030-03-31", "2030-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2030-01-31", ["2030-01-31", "2030-02-28", "2030-03-31"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2030-01-25", ["2030-01-25", "2030-02-22", "2030-03-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29", ["2028-02-29", "2032-02-29"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "2030-05-12", ["2030-05-12", "2030-05-20"]),
    ],
)
def test_the_ends_of_months_and_weeks(text, first, expected):
    days = Recurrence.parse(text).dates(date.fromisoformat(first), since=date(2028, 1, 1))

    assert [str(day) for day, _ in zip(days, expected, strict=False)] == expected


def test_a_fifth_weekday_is_the_last():
    assert [nth_weekday(date(2030, 5, day)) for day in (1, 7, 8, 22, 28, 29, 31)] == [
        *(1, 1, 2, 4, 4, -1, -1)
    ]


def test_a_rule_that_ends_before_it_begins_never_takes_place():
    rule = Recurrence(frequency=Frequency.WEEKLY, weekdays=(3,), until=date(2030, 5, 14))

    assert rule.first_day(date(2030, 5, 13)) is None
