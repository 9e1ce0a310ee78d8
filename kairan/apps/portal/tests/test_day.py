from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.portal.day import entries, lines_of, tasks, worded
from kairan.shell.feature import Appointment, Due, Waiting

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def tokyo():
    with timezone.override(TOKYO), translation.override("en"):
        yield


def at(hour, minute=0, *, day=24):
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


def happens(title, starts_at=None, ends_at=None, **more):
    return Appointment(title, "/x/", starts_at, ends_at, **more)


def test_what_lasts_all_day_comes_first_then_the_clock():
    day = [
        happens("Late", at(18)),
        happens("Fair", at(0, day=23), at(0, day=26)),
        happens("Early", at(9), at(10)),
        happens("Holiday"),
        happens("Night train", at(22, day=23), at(6)),
    ]

    assert [each.title for each in entries(day, DAY, NOON)] == [
        "Fair",
        "Holiday",
        "Night train",
        "Early",
        "Late",
    ]


@pytest.mark.parametrize(
    ("appointment", "when"),
    [
        (happens("a"), "All day"),
        (happens("a", at(0), at(0, day=25)), "All day"),
        (happens("a", at(9), at(10, 30)), "09:00 – 10:30"),
        (happens("a", at(9)), "09:00"),
        (happens("a", at(9), at(9)), "09:00"),
        (happens("a", at(22, day=23), at(6)), "until 06:00"),
        (happens("a", at(22), at(6, day=25)), "from 22:00"),
        (happens("a", at(22), at(0, day=25)), "22:00 – 00:00"),
        (happens("a", datetime(2026, 11, 24, 0, 30, tzinfo=UTC)), "09:30"),
    ],
)
def test_the_hours_are_those_of_the_reader_and_of_the_day(appointment, when):
    [entry] = entries([appointment], DAY, NOON)

    assert entry.when == when


@pytest.mark.parametrize(
    ("appointment", "is_now", "is_over"),
    [
        (happens("a", at(9), at(10)), False, True),
        (happens("a", at(11), at(13)), True, False),
        (happens("a", at(12), at(13)), True, False),
        (happens("a", at(11), at(12)), False, True),
        (happens("a", at(13), at(14)), False, False),
        (happens("a", at(11), at(13), is_done=True), False, True),
        (happens("a"), False, False),
    ],
)
def test_what_goes_on_now_and_what_is_over(appointment, is_now, is_over):
    [entry] = entries([appointment], DAY, NOON)

    assert (entry.is_now, entry.is_over) == (is_now, is_over)


def test_tasks_come_by_their_moment_and_say_it_briefly():
    found = tasks(
        [
            Due("Next year", "/x/", date(2027, 1, 4)),
            Due("Next week", "/x/", date(2026, 11, 30)),
            Due("Today", "/x/", DAY),
            Due("At five", "/x/", at(17)),
            Due("Yesterday", "/x/", at(9, day=23), is_overdue=True),
        ],
        DAY,
        NOON,
    )

    assert [(each.title, each.when, each.is_overdue) for each in found] == [
        ("Yesterday", "Mon 23 Nov, 09:00", True),
        ("At five", "17:00", False),
        ("Today", "today", False),
        ("Next week", "Mon 30 Nov", False),
        ("Next year", "4 Jan 2027", False),
    ]


def test_a_clock_of_today_says_so_below_another_day():
    due = [Due("At five", "/x/", at(17)), Due("Today", "/x/", DAY)]

    assert [each.when for each in tasks(due, date(2026, 11, 25), NOON)] == ["today, 17:00", "today"]


def test_what_waits_keeps_the_order_of_its_feature_and_is_late_after_its_end():
    found = lines_of(
        [
            Waiting("B", "/b/", "Aiko", at(11)),
            Waiting("A", "/a/", "", DAY),
            Waiting("C", "/c/", "", date(2026, 11, 23)),
            Waiting("D", "/d/"),
        ],
        NOON,
    )

    assert [(each.title, each.until, each.is_late) for each in found] == [
        ("B", "11:00", True),
        ("A", "today", False),
        ("C", "Mon 23 Nov", True),
        ("D", "", False),
    ]


def test_a_moment_is_worded_in_japanese():
    with translation.override("ja"):
        assert worded(date(2026, 11, 30), NOON) == "11月30日(月)"
        assert worded(at(9, day=30), NOON) == "11月30日(月) 9:00"
        assert worded(date(2027, 1, 4), NOON) == "2027/01/04"
        assert worded(DAY, NOON) == "今日"


MOMENTS = st.datetimes(datetime(2026, 10, 20), datetime(2026, 12, 20), timezones=st.just(TOKYO))


@given(st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=4)))))
def test_any_day_can_be_put_in_order(starts):
    appointments = [
        happens(str(n), start, start + lasts) for n, (start, lasts) in enumerate(starts)
    ]
    with timezone.override(TOKYO):
        found = entries([*appointments, happens("all day")], DAY, NOON)

    assert sorted(each.title for each in found) == sorted(
        [*(each.title for each in appointments), "all day"]
    )
    assert all(each.when for each in found)
    assert not any(each.is_now and each.is_over for each in found)
