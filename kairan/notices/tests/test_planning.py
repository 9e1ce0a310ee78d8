"""When a mail comes: never when it may not, never before its time, never never."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairan.notices.planning import EVERY_DAY, Choice, Mail, Times, Traits, Why, plan
from kairan.notices.public_holidays import countries

TOKYO = ZoneInfo("Asia/Tokyo")
OFFICE = Traits()
URGENT = Traits(crosses_quiet_hours=True)

ZONES = st.sampled_from(sorted(each for each in available_timezones() if "/" in each)).map(ZoneInfo)
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 1))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC))
WEEKDAYS = st.frozensets(st.integers(0, 6))
COUNTRIES = st.sampled_from(["", "JP", "DE", "US", "IN", "XX"])


@st.composite
def pauses(draw):
    first = draw(DAYS)
    return first, first + timedelta(days=draw(st.integers(0, 366)))


TIMES = st.builds(
    Times,
    zone=ZONES,
    window=st.sampled_from([timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4)]),
    quiet=st.none() | st.tuples(HOURS, HOURS),
    weekdays=WEEKDAYS,
    country=COUNTRIES,
    pause=st.none() | pauses(),
    daily_at=HOURS,
    daily_weekdays=WEEKDAYS,
)
CHOICES = st.builds(Choice, st.sampled_from(Mail), st.booleans())
TRAITS = st.builds(Traits, st.booleans(), st.booleans())


def may_come(moment, times):
    """What clocks and calendars on the wall say, in other words than the code."""
    local = moment.astimezone(times.zone)
    day, clock = local.date(), local.time()
    if times.pause and times.pause[0] <= day <= times.pause[1]:
        return False
    if times.weekdays and local.weekday() not in times.weekdays:
        return False
    known = times.country in holidays.list_supported_countries()
    if known and day in holidays.country_holidays(times.country, years=day.year):
        return False
    if not times.quiet:
        return True
    begin, end = times.quiet
    inside = begin <= clock < end if begin <= end else clock >= begin or clock < end
    return not inside


@settings(max_examples=1500, deadline=None)
@given(traits=TRAITS, choice=CHOICES, times=TIMES, now=MOMENTS)
def test_a_mail_comes_never_when_it_may_not_never_early_and_never_never(traits, choice, times, now):
    found = plan(traits=traits, choice=choice, times=times, now=now)

    assert found.rings == choice.rings
    assert (found.moment is None) == (choice.mail is Mail.OFF)
    if found.moment is None:
        return
    assert found.moment.tzinfo is UTC
    assert now <= found.moment < now + timedelta(days=1000)
    crosses = traits.crosses_quiet_hours and choice.mail is Mail.NOW
    assert may_come(found.moment, times) or (crosses and found.moment == now)


@settings(max_examples=600, deadline=None)
@given(times=TIMES, now=MOMENTS)
def test_what_was_planned_for_a_moment_stays_there(times, now):
    first = plan(traits=OFFICE, choice=Choice(), times=times, now=now)
    again = plan(traits=OFFICE, choice=Choice(), times=times, now=first.moment)

    assert again.moment == first.moment
    assert again.why == Why.NOTHING
    assert (first.why == Why.NOTHING) == (first.moment == now)


@settings(max_examples=600, deadline=None)
@given(times=TIMES, now=MOMENTS)
def test_nothing_waits_longer_than_it_must(times, now):
    found = times.next_open(now)

    minutes = min(int((found - now).total_seconds() // 60), 3 * 24 * 60)
    assert not any(
        may_come(now + timedelta(minutes=each), times) for each in range(0, minutes, 15)
    ) or _is_a_doubtful_hour(now, found, times)


def _is_a_doubtful_hour(now, found, times):
    """Where an end of the quiet hours is skipped or comes twice, it counts the longer way."""
    offsets = {
        (now + timedelta(hours=each)).astimezone(times.zone).utcoffset() for each in range(-4, 76)
    }
    return len(offsets) > 1


@settings(max_examples=400, deadline=None)
@given(times=TIMES, now=MOMENTS)
def test_a_daily_mail_is_after_now_and_the_one_after_it_on_another_day(times, now):
    first = times.next_daily(now)
    second = times.next_daily(first)

    assert now < first < second
    days = [each.astimezone(times.zone).date() for each in (first, second)]
    assert days[0] < days[1] or times.quiet


@settings(max_examples=300, deadline=None)
@given(times=TIMES, now=MOMENTS, minutes=st.integers(0, 240))
def test_who_hears_later_is_mailed_no_earlier(times, now, minutes):
    later = now + timedelta(minutes=minutes)
    for mail in (Mail.NOW, Mail.BUNDLE, Mail.DAILY):
        one, other = (
            plan(traits=OFFICE, choice=Choice(mail), times=times, now=each).moment
            for each in (now, later)
        )
        assert one <= other


NIGHT = Times(zone=TOKYO, quiet=(time(22), time(7)))


@pytest.mark.parametrize(
    ("times", "now", "moment", "why"),
    [
        (NIGHT, "2026-11-24 21:59", "2026-11-24 21:59", Why.NOTHING),
        (NIGHT, "2026-11-24 22:00", "2026-11-25 07:00", Why.QUIET),
        (NIGHT, "2026-11-25 06:59", "2026-11-25 07:00", Why.QUIET),
        (NIGHT, "2026-11-25 07:00", "2026-11-25 07:00", Why.NOTHING),
        (Times(zone=TOKYO, quiet=(time(12), time(13))), "2026-11-24 12:30", "2026-11-24 13:00",
         Why.QUIET),
        (Times(zone=TOKYO, weekdays=frozenset(range(5))), "2026-11-28 10:00", "2026-11-30 00:00",
         Why.DAY_OFF),
        # Labour Thanksgiving Day follows a Sunday.
        (Times(zone=TOKYO, weekdays=frozenset(range(5)), country="JP", quiet=(time(18), time(8))),
         "2026-11-20 19:00", "2026-11-24 08:00", Why.QUIET),
        (Times(zone=TOKYO, country="JP"), "2026-11-23 10:00", "2026-11-24 00:00", Why.DAY_OFF),
        (Times(zone=TOKYO, pause=(date(2026, 8, 10), date(2026, 8, 14))), "2026-08-12 10:00",
         "2026-08-15 00:00", Why.PAUSED),
    ],
)  # fmt: skip
def test_what_waits_waits_until_then(times, now, moment, why):
    found = plan(traits=OFFICE, choice=Choice(), times=times, now=at(now))

    assert (found.moment, found.why) == (at(moment), why)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def test_an_urgent_kind_crosses_the_night():
    found = plan(traits=URGENT, choice=Choice(), times=NIGHT, now=at("2026-11-25 02:00"))

    assert (found.moment, found.waits) == (at("2026-11-25 02:00"), False)


def test_a_bundle_that_would_close_at_night_closes_in_the_morning():
    choice = Choice(Mail.BUNDLE)

    day = plan(traits=OFFICE, choice=choice, times=NIGHT, now=at("2026-11-24 16:00"))
    night = plan(traits=OFFICE, choice=choice, times=NIGHT, now=at("2026-11-24 21:30"))

    assert (day.moment, day.why) == (at("2026-11-24 17:00"), Why.BUNDLED)
    assert night.moment == at("2026-11-25 07:00")


def test_the_daily_mail_skips_days_off_and_waits_for_the_morning():
    times = Times(zone=TOKYO, quiet=(time(22), time(7)), daily_at=time(6), country="JP")

    found = plan(traits=OFFICE, choice=Choice(Mail.DAILY), times=times, now=at("2026-11-20 12:00"))

    assert (found.moment, found.why) == (at("2026-11-24 07:00"), Why.DAILY)


@pytest.mark.parametrize("mail", [Mail.NOW, Mail.BUNDLE, Mail.DAILY])
def test_the_occasion_of_a_daily_mail_goes_at_once_whatever_is_chosen(mail):
    joins = Traits(joins_daily_mail=True)

    found = plan(traits=joins, choice=Choice(mail), times=Times(), now=at("2026-11-24 08:00"))

    assert (found.mail, found.moment, found.why) == (Mail.DAILY, at("2026-11-24 08:00"), Why.DAILY)


@pytest.mark.parametrize(
    ("quiet", "now", "moment"),
    [
        # 2:30 is skipped on 29 March, and comes twice on 25 October.
        ((time(22), time(2, 30)), "2026-03-29T00:15+00:00", "2026-03-29T01:30+00:00"),
        ((time(22), time(2, 30)), "2026-10-25T00:15+00:00", "2026-10-25T01:30+00:00"),
        ((time(2, 30), time(5)), "2026-10-25T00:35+00:00", "2026-10-25T04:00+00:00"),
    ],
)
def test_an_end_that_is_skipped_or_comes_twice_lets_nobody_be_woken(quiet, now, moment):
    times = Times(zone=ZoneInfo("Europe/Berlin"), quiet=quiet)

    found = times.next_open(datetime.fromisoformat(now))

    assert found == datetime.fromisoformat(moment)
    assert may_come(found, times)


def test_where_mail_may_never_come_it_comes_all_the_same():
    times = Times(zone=TOKYO, pause=(date(2026, 1, 1), date(2036, 1, 1)))

    assert times.next_open(at("2026-11-24 10:00")) == at("2026-11-24 10:00")


def test_all_weekdays_and_none_are_the_same():
    now = at("2026-11-28 10:00")
    assert Times(weekdays=frozenset()).next_open(now) == Times(weekdays=EVERY_DAY).next_open(now)


def test_every_country_that_can_be_chosen_has_holidays():
    assert "JP" in countries()
    for country in sorted(countries()):
        holidays.country_holidays(country, years=2026)
