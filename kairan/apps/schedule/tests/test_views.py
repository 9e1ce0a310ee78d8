from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kairan.apps.schedule.models import Event
from kairan.apps.schedule.operations import Scope, cancel, change, register
from kairan.apps.schedule.operations.plans import participants
from kairan.apps.schedule.tests.conftest import MONDAY
from kairan.people.models import Group
from kairan.people.testing import hire

WEEK = timedelta(weeks=1)
TYPED = {
    "title": "Budget review",
    "first_day": "2030-05-13",
    "span": "hours",
    "begins_at": "10:00",
    "ends_at": "11:00",
    "place": "Room A",
    "way": "mail",
    "repeats": "",
}
VIEWS = ["", "group-day/", "day/", "week/", "month/"]
DEEDS = ["cancellation/", "leaving/", "reminding/"]


@pytest.fixture
def secret(clock, aiko, ben, plan):
    """A private event of Aiko and Ben."""
    planned = plan(aiko, ben, title="Surgery", place="Clinic", is_private=True)
    return register(planned, author=aiko)


def test_an_event_is_registered(as_, clock, aiko, ben):
    response = as_(aiko).post("/schedule/new/", {**TYPED, "to": f"person:{ben.pk}"})

    event = Event.objects.get()
    assert response["Location"] == event.get_absolute_url()
    assert (event.author, participants(event), event.time_zone) == (aiko, {ben.pk}, "UTC")


def test_what_was_typed_stays_when_something_is_missing(as_, clock, aiko):
    page = as_(aiko).post("/schedule/new/", {**TYPED, "ends_at": "09:00", "title": ""})

    assert set(page.context["form"].errors) == {"title", "to", "ends_at"}
    assert "Room A" in page.content.decode()


WRONG = [
    ({"last_day": "2030-05-12"}, "last_day"),
    ({"last_day": "2032-05-12"}, "last_day"),
    ({"begins_at": ""}, "begins_at"),
    ({"first_day": "9999-12-31"}, "first_day"),
    ({"repeats": "daily", "until": "2030-05-01"}, "until"),
    ({"repeats": "daily", "until": "2030-06-01", "count": "3"}, "count"),
    ({"repeats": "daily", "interval": "0"}, "interval"),
    ({"repeats": "never again"}, "repeats"),
]


@pytest.mark.parametrize(("fields", "at"), WRONG)
def test_what_does_not_fit_is_said_under_its_field(as_, clock, aiko, fields, at):
    page = as_(aiko).post("/schedule/new/", {**TYPED, "to": f"person:{aiko.pk}", **fields})

    assert set(page.context["form"].errors) == {at}
    assert not Event.objects.exists()


RULES = [
    ({"repeats": "daily", "interval": "2"}, "FREQ=DAILY;INTERVAL=2"),
    ({"repeats": "workdays"}, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
    ({"repeats": "weekly"}, "FREQ=WEEKLY;BYDAY=MO"),
    ({"repeats": "weekly", "weekdays": ["0", "3"]}, "FREQ=WEEKLY;BYDAY=MO,TH"),
    ({"repeats": "monthly", "count": "3"}, "FREQ=MONTHLY;BYMONTHDAY=13;COUNT=3"),
    ({"repeats": "monthly-weekday"}, "FREQ=MONTHLY;BYDAY=2MO"),
    ({"repeats": "monthly-last-weekday"}, "FREQ=MONTHLY;BYDAY=-1MO"),
    ({"repeats": "monthly-last"}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
    (
        {"repeats": "yearly", "until": "2035-01-01"},
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=13;UNTIL=20350101",
    ),
]


@pytest.mark.parametrize(("fields", "rule"), RULES)
def test_every_way_of_repeating_is_kept_and_offered_again(as_, clock, aiko, fields, rule):
    client = as_(aiko)
    client.post("/schedule/new/", {**TYPED, "to": f"person:{aiko.pk}", **fields})

    event = Event.objects.get()
    assert event.rule == rule
    form = client.get(f"{event.get_absolute_url()}change/").context["form"]
    assert form["repeats"].value() == fields["repeats"]
    assert client.get(event.get_absolute_url()).status_code == 200


def test_reminders_are_ticked_or_typed(as_, clock, aiko):
    typed = {"to": f"person:{aiko.pk}", "leads": ["15", "60"], "lead_number": 3, "lead_unit": 1440}
    client = as_(aiko)
    client.post("/schedule/new/", {**TYPED, **typed})

    event = Event.objects.get()
    assert event.leads == [3 * 1440, 60, 15]
    form = client.get(f"{event.get_absolute_url()}change/").context["form"]
    assert (3 * 1440, "3 days before") in form.fields["leads"].choices


def test_one_form_is_one_event_however_often_it_is_sent(as_, clock, aiko):
    client = as_(aiko)
    key = str(client.get("/schedule/new/").context["form"]["key"].value())
    typed = {**TYPED, "to": f"person:{aiko.pk}", "key": key}

    assert (
        client.post("/schedule/new/", typed)["Location"]
        == (client.post("/schedule/new/", typed)["Location"])
    )
    assert Event.objects.count() == 1


def test_a_cell_offers_an_event_with_day_hour_and_person(as_, clock, aiko, ben):
    url = f"/schedule/new/?date=2030-05-14&person={ben.pk}&hour=14"
    form = as_(aiko).get(url).context["form"]

    assert str(form["first_day"].value()) == "2030-05-14"
    assert form["begins_at"].value() == time(14)
    assert form["ends_at"].value() == time(15)
    assert form["to"].value().people == (ben.pk,)


@pytest.mark.parametrize("query", ["date=x&person=x&hour=x", "hour=99&person=99999999999999999999"])
def test_a_cell_that_makes_no_sense_offers_an_event_all_the_same(as_, clock, aiko, query):
    assert as_(aiko).get(f"/schedule/new/?{query}").status_code == 200


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_what_takes_place(as_, aiko, ben, event, view):
    page = as_(aiko).get(f"/schedule/{view}?date=2030-05-13").content.decode()

    assert "Budget review" in page
    assert "09:00–10:00" in page
    assert event.get_absolute_url() in page


@pytest.mark.parametrize("view", VIEWS)
def test_hours_are_those_of_the_reader(as_, ben, event, view):
    page = as_(ben).get(f"/schedule/{view}?date=2030-05-13").content.decode()

    assert "18:00–19:00" in page
    assert 'lang="ja"' in page


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", ["", "?date=today", "?date=2999-12-31", "?date=2000-01-01"])
def test_every_view_opens_on_every_day(as_, clock, aiko, view, query):
    assert as_(aiko).get(f"/schedule/{view}{query}").status_code == 200


@pytest.mark.parametrize("view", VIEWS)
def test_a_private_event_is_a_busy_block_for_others(as_, chidi, aiko, secret, view):
    url = f"/schedule/{view}?date=2030-05-13&person={aiko.pk}&who=person:{aiko.pk}"
    page = as_(chidi).get(url).content.decode()

    assert "Busy" in page
    assert "09:00–10:00" in page
    assert "Surgery" not in page
    assert "Clinic" not in page
    assert secret.get_absolute_url() not in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_private_event_shows_itself_to_its_participants(as_, ben, aiko, secret, view):
    url = f"/schedule/{view}?date=2030-05-13&person={aiko.pk}&who=person:{aiko.pk}"

    assert "Surgery" in as_(ben).get(url).content.decode()


@pytest.mark.parametrize("url", ["", "change/"])
def test_a_private_event_does_not_exist_for_others(as_, chidi, secret, url):
    assert as_(chidi).get(f"{secret.get_absolute_url()}{url}").status_code == 404


@pytest.mark.parametrize("url", [*DEEDS, "change/"])
def test_others_can_do_nothing_to_an_event(as_, chidi, event, url):
    assert as_(chidi).post(f"{event.get_absolute_url()}{url}").status_code == 404


@pytest.mark.parametrize("url", ["cancellation/", "change/"])
def test_a_participant_is_not_the_author(as_, ben, event, url):
    assert as_(ben).post(f"{event.get_absolute_url()}{url}").status_code == 404


def test_participants_take_over_from_an_author_who_has_left(as_, aiko, ben, chidi, event):
    aiko.is_active = False
    aiko.save()

    assert as_(ben).get(f"{event.get_absolute_url()}change/").status_code == 200
    assert as_(chidi).get(f"{event.get_absolute_url()}change/").status_code == 404


@pytest.mark.parametrize("url", DEEDS)
def test_looking_changes_nothing(as_, aiko, ben, event, url):
    for person in (aiko, ben):
        assert as_(person).get(f"{event.get_absolute_url()}{url}").status_code == 405
        as_(person).get(event.get_absolute_url())
    event.refresh_from_db()
    assert (event.version, event.cancelled_at) == (0, None)


def test_everybody_may_look_at_an_event_and_only_its_author_sees_who_was_told(
    as_, aiko, chidi, event
):
    assert "Room A" in as_(chidi).get(event.get_absolute_url()).content.decode()
    assert "Sato Ben" in as_(aiko).get(event.get_absolute_url()).content.decode()


def test_one_occurrence_is_changed_by_the_page(as_, aiko, ben, series):
    client, url = as_(aiko), f"{series.get_absolute_url()}change/?on=2030-05-20"
    form = client.get(url).context["form"]
    assert str(form["first_day"].value()) == "2030-05-20"
    typed = {
        **TYPED,
        "first_day": "2030-05-21",
        "to": f"person:{ben.pk}",
        "scope": "one",
        "version": form["version"].value(),
    }
    client.post(url, typed)

    alone = Event.objects.get(series=series)
    assert (str(alone.first_day), alone.series_day) == ("2030-05-21", MONDAY + WEEK)
    assert client.get(alone.get_absolute_url()).status_code == 200
    assert "repeats" not in client.get(f"{alone.get_absolute_url()}change/").context["form"].fields


def test_a_weekly_event_that_moves_to_tuesday_takes_its_weekday_along(as_, aiko, series):
    client, url = as_(aiko), f"{series.get_absolute_url()}change/?on=2030-05-20"
    typed = {
        **TYPED,
        "first_day": "2030-05-21",
        "repeats": "weekly",
        "weekdays": ["0"],
        "to": f"person:{aiko.pk}",
        "scope": "all",
        "version": 0,
    }
    client.post(url, typed)

    series.refresh_from_db()
    assert (series.rule, str(series.first_day)) == ("FREQ=WEEKLY;BYDAY=TU", "2030-05-14")


def test_of_two_browsers_the_second_is_told_and_loses_nothing(as_, aiko, ben, event):
    client, url = as_(aiko), f"{event.get_absolute_url()}change/"
    opened = client.get(url).context["form"]["version"].value()
    typed = {**TYPED, "to": f"person:{ben.pk}", "version": opened}
    client.post(url, {**typed, "details": "Of the first."})

    second = client.post(url, {**typed, "details": "Of the second."})

    assert Event.objects.get().details == "Of the first."
    page = second.content.decode()
    assert "Of the first." in page
    assert "Of the second." in page
    again = second.context["form"]["version"].value()
    client.post(url, {**typed, "details": "Of both.", "version": again})
    assert Event.objects.get().details == "Of both."


def test_an_occurrence_is_cancelled_by_the_page(as_, aiko, ben, series):
    client = as_(aiko)
    deed = f"{series.get_absolute_url()}cancellation/"

    assert client.post(deed, {"on": "2030-05-20", "scope": "one"}).status_code == 302
    assert client.post(deed, {"on": "2030-05-20", "scope": "one"}).status_code == 409
    assert client.post(deed, {"on": "2030-05-20", "scope": "some"}).status_code == 409
    assert client.post(deed, {"on": "2030-05-27", "scope": "all"}).status_code == 302
    page = client.get(series.get_absolute_url()).content.decode()
    assert "was cancelled" in page
    assert client.get(f"{series.get_absolute_url()}change/").status_code == 404


def test_a_cancelled_event_leaves_the_calendars(as_, aiko, event):
    cancel(event, by=aiko)

    assert "Budget review" not in as_(aiko).get("/schedule/?date=2030-05-13").content.decode()


def test_participants_leave_and_choose_their_reminders(as_, ben, event):
    client = as_(ben)
    client.post(f"{event.get_absolute_url()}reminding/", {"reminded": "none"})
    assert event.participations.get(person=ben).reminded == "none"
    assert client.post(f"{event.get_absolute_url()}reminding/", {}).status_code == 409

    client.post(f"{event.get_absolute_url()}leaving/")
    assert not event.participations.filter(person=ben).exists()


def test_a_group_is_shown_by_name_or_by_choice(as_, aiko, ben, chidi, event):
    group = Group.objects.create(name="Sales")
    group.members.set([ben, chidi])
    client = as_(aiko)

    alone = client.get("/schedule/?date=2030-05-13")
    assert [person for person, _cells in alone.context["rows"]] == [aiko]
    by_group = client.get(f"/schedule/?date=2030-05-13&group={group.pk}")
    assert [person for person, _cells in by_group.context["rows"]] == [chidi, ben]
    chosen = client.get(f"/schedule/?date=2030-05-13&who=group:{group.pk}&who=person:{aiko.pk}")
    assert [person for person, _cells in chosen.context["rows"]] == [aiko, chidi, ben]
    typed = client.get("/schedule/?who-typed=nobody+at+all")
    assert "Nobody is found" in typed.content.decode()


def test_a_person_who_is_not_here_has_no_calendar(as_, aiko, chidi):
    chidi.is_active = False
    chidi.save()

    assert as_(aiko).get("/schedule/week/?person=0").status_code == 404
    assert as_(hire("dana")).get(f"/schedule/week/?person={chidi.pk}").status_code == 404


def cost(client, url):
    """How many queries a page needs, those of the frame included."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_costs_the_same_however_much_takes_place(as_, clock, aiko, ben, plan, view):
    group = Group.objects.create(name="Sales")
    colleagues = [hire(f"clerk{number}", first_name=f"C{number}") for number in range(7)]
    client, url = as_(aiko), f"/schedule/{view}?date=2030-05-13"

    def work(colleague):
        group.members.add(aiko, colleague)
        register(plan(aiko, ben, colleague), author=colleague)
        register(plan(aiko, colleague, rule="FREQ=WEEKLY;BYDAY=MO"), author=colleague)
        register(plan(colleague, aiko, is_private=True), author=colleague)

    work(colleagues[0])
    costs = cost(client, url)
    for colleague in colleagues[1:]:
        work(colleague)

    assert cost(client, url) == costs


def test_an_event_of_many_costs_the_same_to_look_at(as_, clock, aiko, ben, plan):
    crowd = [hire(f"clerk{number}", first_name=f"C{number}") for number in range(8)]
    of_two = register(plan(aiko, ben, rule="FREQ=DAILY"), author=aiko)
    of_many = register(plan(aiko, *crowd, rule="FREQ=DAILY"), author=aiko)
    client = as_(aiko)

    costs = [
        cost(client, f"{event.get_absolute_url()}?on=2030-06-13") for event in (of_two, of_many)
    ]
    assert costs[0] == costs[1]


def test_an_occurrence_that_was_changed_leads_back_to_its_series(as_, aiko, ben, series, plan):
    moved = plan(aiko, ben, first_day=MONDAY + WEEK, begins_at=time(9))
    alone = change(series, moved, by=aiko, day=MONDAY + WEEK, scope=Scope.ONE)

    assert series.get_absolute_url() in as_(ben).get(alone.get_absolute_url()).content.decode()
    assert reverse("schedule:show", args=[series.pk]) == series.get_absolute_url()
