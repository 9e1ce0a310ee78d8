"""What the house hears of the schedule: days, and who is engaged right now."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kairan.apps.schedule.occurrences import Span
from kairan.apps.schedule.operations import register
from kairan.apps.schedule.tests.conftest import MONDAY
from kairan.shell.feature import features


@pytest.fixture
def feature():
    [found] = [each for each in features() if each.label == "schedule"]
    return found


def test_a_day_holds_what_one_takes_part_in(clock, aiko, ben, chidi, plan, feature):
    register(plan(aiko, span=Span.ALL_DAY, title="Trip", last_day=date(2030, 5, 14)), author=aiko)
    register(plan(aiko, ben), author=aiko)

    [trip, review] = feature.agenda(aiko, MONDAY)
    assert (trip.title, trip.starts_at) == ("Trip", None)
    assert review.starts_at == datetime(2030, 5, 13, 9, tzinfo=UTC)
    assert review.place == "Room A"
    assert [each.title for each in feature.agenda(ben, MONDAY)] == ["Budget review"]
    assert feature.agenda(chidi, MONDAY) == []


def test_a_day_is_one_of_the_active_time_zone(clock, aiko, plan, feature):
    register(plan(aiko), author=aiko)

    with timezone.override(ZoneInfo("Pacific/Kiritimati")):
        assert [each.title for each in feature.agenda(aiko, MONDAY)] == ["Budget review"]
    with timezone.override(ZoneInfo("Etc/GMT+12")):
        assert feature.agenda(aiko, MONDAY) == []
        assert len(feature.agenda(aiko, MONDAY - timedelta(1))) == 1


def test_what_is_over_is_done(clock, aiko, plan, feature):
    register(plan(aiko), author=aiko)
    clock.move_to(datetime(2030, 5, 13, 10, tzinfo=UTC))

    [review] = feature.agenda(aiko, MONDAY)
    assert review.is_done


def test_who_is_engaged_is_known_as_far_as_one_may_know(clock, aiko, ben, chidi, plan, feature):
    register(plan(aiko, ben, is_private=True), author=aiko)
    register(plan(ben, chidi, span=Span.ALL_DAY, title="Fair", place="Osaka"), author=aiko)
    moment = datetime(2030, 5, 13, 9, 30, tzinfo=UTC)
    people = [aiko.pk, ben.pk, chidi.pk]

    for_chidi = feature.engagements(chidi, people, moment)
    assert {person: each.title for person, each in for_chidi.items()} == {
        aiko.pk: "Busy",
        ben.pk: "Busy",
        chidi.pk: "Fair",
    }
    assert for_chidi[aiko.pk].place == ""
    assert for_chidi[aiko.pk].until == datetime(2030, 5, 13, 10, tzinfo=UTC)
    assert feature.engagements(ben, people, moment)[aiko.pk].title == "Budget review"
    later = feature.engagements(ben, people, datetime(2030, 5, 13, 10, tzinfo=UTC))
    assert set(later) == {ben.pk, chidi.pk}


def test_what_has_no_fixed_time_keeps_nobody(clock, aiko, plan, feature):
    register(plan(aiko, span=Span.UNTIMED), author=aiko)

    assert feature.engagements(aiko, [aiko.pk], datetime(2030, 5, 13, 12, tzinfo=UTC)) == {}


def test_answers_cost_the_same_however_many_people(
    clock, aiko, ben, chidi, plan, feature, django_assert_max_num_queries
):
    for _number in range(5):
        register(plan(aiko, ben, chidi, is_private=True, rule="FREQ=DAILY"), author=ben)

    with django_assert_max_num_queries(3):
        feature.agenda(aiko, MONDAY)
    with django_assert_max_num_queries(3):
        feature.engagements(chidi, [aiko.pk, ben.pk, chidi.pk], datetime.now(UTC))
