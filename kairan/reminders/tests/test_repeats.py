from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.reminders.repeats import Repeat, next_day

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
REPEATS = st.sampled_from([each for each in Repeat if each is not Repeat.NEVER])


@pytest.mark.parametrize(
    ("first", "repeat", "after", "expected"),
    [
        ("2026-01-31", "monthly", "2026-01-31", "2026-02-28"),
        ("2026-01-31", "monthly", "2026-02-28", "2026-03-31"),
        ("2024-02-29", "yearly", "2024-02-29", "2025-02-28"),
        ("2024-02-29", "yearly", "2027-12-01", "2028-02-29"),
        ("2026-11-20", "weekdays", "2026-11-20", "2026-11-23"),
        ("2026-11-21", "weekdays", "2026-11-01", "2026-11-23"),
        ("2026-11-19", "weekly", "2026-12-01", "2026-12-03"),
        ("2026-11-19", "daily", "2026-12-01", "2026-12-02"),
        ("2026-11-19", "monthly", "2026-11-01", "2026-11-19"),
        ("2026-11-19", "never", "2026-11-01", "2026-11-19"),
        ("2026-11-19", "never", "2026-11-19", None),
        ("9999-12-31", "daily", "9999-12-31", None),
        ("9999-12-31", "monthly", "9999-12-31", None),
        ("9999-12-31", "weekdays", "9999-12-31", None),
    ],
)
def test_the_next_day(first, repeat, after, expected):
    found = next_day(date.fromisoformat(first), repeat, after=date.fromisoformat(after))
    assert found == (date.fromisoformat(expected) if expected else None)


@given(first=DAYS, after=DAYS, repeat=REPEATS)
def test_the_next_day_is_later_and_never_before_the_first(first, after, repeat):
    found = next_day(first, repeat, after=after)
    assert found > after
    assert found >= first


@given(first=DAYS, repeat=REPEATS, gaps=st.lists(st.integers(0, 500), max_size=6))
def test_whoever_skips_some_days_meets_the_same_series(first, repeat, gaps):
    walked = [next_day(first, repeat, after=first - timedelta(days=1))]
    for gap in gaps:
        walked.append(next_day(first, repeat, after=walked[-1] + timedelta(days=gap)))
    for day in walked:
        assert next_day(first, repeat, after=day - timedelta(days=1)) == day


@given(first=DAYS, months=st.integers(0, 60))
def test_a_month_ends_where_it_ends(first, months):
    day = first - timedelta(days=1)
    for _ in range(months + 1):
        day = next_day(first, Repeat.MONTHLY, after=day)
    is_last = (day + timedelta(days=1)).day == 1
    assert day.day == first.day or (day.day < first.day and is_last)
    assert (day.year - first.year) * 12 + day.month - first.month == months
