from datetime import date, timedelta

import pytest

from kairan.apps.schedule.models import Event
from kairan.apps.schedule.operations import Scope, change
from kairan.apps.schedule.tests.conftest import MONDAY
from kairan.notices.models import Announcement

WEEKLY = "FREQ=WEEKLY;BYDAY=MO"


@pytest.mark.parametrize("scope", [Scope.ALL, Scope.FOLLOWING])
def test_a_day_that_was_changed_alone_becomes_private_with_its_series(
    as_, aiko, ben, chidi, series, plan, scope
):
    day = MONDAY + timedelta(weeks=2)
    alone = change(
        series, plan(aiko, ben, first_day=day, place="Clinic"), by=aiko, day=day, scope=Scope.ONE
    )
    private = plan(
        aiko, ben, first_day=MONDAY + timedelta(weeks=1), rule=WEEKLY, is_private=True, leads=(15,)
    )
    series.refresh_from_db()
    change(series, private, by=aiko, day=MONDAY + timedelta(weeks=1), scope=scope)

    alone.refresh_from_db()
    assert alone.is_private
    assert alone.leads == [15]
    assert as_(chidi).get(alone.get_absolute_url()).status_code == 404


def test_what_was_made_private_alone_stays_private(aiko, ben, series, plan):
    day = MONDAY + timedelta(weeks=2)
    one = plan(aiko, ben, first_day=day, is_private=True)
    alone = change(series, one, by=aiko, day=day, scope=Scope.ONE)
    series.refresh_from_db()
    change(series, plan(aiko, ben, rule=WEEKLY, title="Numbers"), by=aiko)

    alone.refresh_from_db()
    assert (alone.title, alone.is_private) == ("Numbers", True)


def test_who_is_taken_out_hears_what_it_was_and_nothing_new(
    aiko, ben, chidi, event, plan, all_is_heard
):
    all_is_heard()
    secret = plan(
        aiko, chidi, title="Surgery", place="Clinic", details="Sad.", first_day=date(2030, 6, 3)
    )
    change(event, secret, by=aiko)

    said = Announcement.objects.get(kind="schedule.removed").payload
    assert said["subject"] == "Budget review"
    assert "20300513T100000" in said["ics"]
    assert f"UID:{event.uid}" in said["ics"]
    assert "SEQUENCE:1" in said["ics"]
    assert "mailto:ben@example.test" in said["ics"]
    for new in ("Surgery", "Clinic", "Sad.", "chidi", "Chidi", "2030-06-03", "20300603"):
        assert new not in str(said)


def test_an_occurrence_that_went_meanwhile_is_not_taken_for_the_next(as_, aiko, ben, series, plan):
    client = as_(aiko)
    url = f"{series.get_absolute_url()}change/?on=2030-05-20"
    page = client.get(url)
    typed = {
        name: value
        for name, value in page.context["form"].initial.items()
        if value is not None and name != "to"
    } | {"to": f"person:{ben.pk}", "title": "Moved", "first_day": "2030-05-21"}
    change(
        series,
        plan(
            aiko,
            ben,
            first_day=date(2030, 5, 20),
            begins_at=page.context["form"].initial["begins_at"].replace(hour=9),
        ),
        by=aiko,
        day=date(2030, 5, 20),
        scope=Scope.ONE,
    )

    second = client.post(url, typed)
    third = client.post(url, typed | {"version": second.context["form"]["version"].value()})

    assert "Moved" in third.content.decode()
    assert "Nothing takes place on this day any more." in third.content.decode()
    assert not Event.objects.filter(title="Moved").exists()
    series.refresh_from_db()
    assert series.pattern.has(date(2030, 5, 27))
