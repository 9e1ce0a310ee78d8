"""Until when something is so: at every moment, in every time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from kairan.apps.whereabouts.moments import is_over, until_words

MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)
ZONES = st.sampled_from(["Asia/Tokyo", "Europe/London", "America/New_York", "Pacific/Auckland"])


@given(until=MOMENTS, now=MOMENTS, zone=ZONES)
def test_the_words_say_over_exactly_when_it_is(until, now, zone):
    with timezone.override(ZoneInfo(zone)), translation.override("en"):
        words = until_words(until, now)

    assert words.endswith(", over") is is_over(until, now) is (until <= now)


@given(until=MOMENTS, now=MOMENTS, passing=st.timedeltas(min_value=timedelta(0)))
def test_what_is_over_stays_over(until, now, passing):
    if is_over(until, now) and now < datetime(2040, 1, 1, tzinfo=UTC) - min(
        passing, timedelta(days=365)
    ):
        assert is_over(until, now + min(passing, timedelta(days=365)))


@pytest.mark.parametrize(
    ("language", "zone", "until", "words"),
    [
        ("en", "UTC", datetime(2030, 5, 17, 15, tzinfo=UTC), "until 15:00"),
        ("en", "UTC", datetime(2030, 5, 17, 10, tzinfo=UTC), "until 10:00, over"),
        ("ja", "UTC", datetime(2030, 5, 17, 15, tzinfo=UTC), "15:00まで"),
        ("ja", "UTC", datetime(2030, 5, 17, 10, tzinfo=UTC), "10:00まで（過ぎました）"),
        # The same moment is another day in Tokyo, where it is told with its date.
        ("ja", "Asia/Tokyo", datetime(2030, 5, 17, 15, tzinfo=UTC), "2030/05/18 0:00まで"),
    ],
)
def test_the_words_are_those_of_the_reader(language, zone, until, words):
    now = datetime(2030, 5, 17, 12, tzinfo=UTC)

    with timezone.override(ZoneInfo(zone)), translation.override(language):
        assert until_words(until, now) == words


def test_without_a_moment_there_is_nothing_to_say():
    assert until_words(None, datetime(2030, 5, 17, tzinfo=UTC)) == ""
    assert not is_over(None, datetime(2030, 5, 17, tzinfo=UTC))
