from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from kairan.people.models import Group, User
from kairan.people.testing import hire
from kairan.shell.feature import Appointment, Due, Waiting, features
from tests.journeys.furniture import furniture


def test_a_stranger_is_led_to_the_sign_in(client, aiko):
    assert client.get("/portal/")["Location"].startswith("/account/login/")


def test_where_nothing_waits_the_page_says_so(as_, chidi):
    page = as_(chidi).get("/portal/").content.decode()

    assert "Nothing waits for you." in page
    assert "Nothing is planned today, and nothing is due." in page


def test_it_says_what_waits_with_its_number_and_leads_there(as_, aiko, talks):
    waiting = [Waiting(f"Paper {number}", f"/paper/{number}/", "from Ben") for number in range(9)]
    talks(count=9, waiting=waiting)

    page = as_(aiko).get("/portal/").content.decode()

    assert '<a href="/paper/0/">Paper 0</a>' in page
    assert page.count("from Ben") == 5
    assert "And 4 more" in page
    assert "Nothing waits for you." not in page


def test_a_number_without_lines_leads_to_its_feature(as_, aiko, talks):
    talks(count=3)

    assert "3 wait for you" in as_(aiko).get("/portal/").content.decode()


def test_what_is_late_says_so(as_, aiko, talks):
    talks(count=1, waiting=[Waiting("Paper", "/paper/", until=now() - timedelta(days=2))])

    assert "overdue: " in as_(aiko).get("/portal/").content.decode()


def test_what_stands_in_the_day_is_not_said_twice(as_, aiko, talks):
    today = localdate(now())
    talks(
        count=2,
        waiting=[Waiting("Task", "/task/1/", until=today), Waiting("Paper", "/paper/")],
        due=[Due("Task", "/task/1/", today)],
    )

    page = as_(aiko).get("/portal/").content.decode()

    assert page.count('href="/task/1/"') == 1
    assert 'href="/paper/"' in page


def test_a_feature_of_which_all_stands_in_the_day_has_no_corner(as_, aiko, talks):
    today = localdate(now())
    talks(count=1, waiting=[Waiting("Task", "/task/1/")], due=[Due("Task", "/task/1/", today)])

    page = as_(aiko).get("/portal/")

    assert page.context["corners"] == []
    assert 'href="/task/1/"' in page.content.decode()


def test_it_shows_the_day_of_all_features(as_, aiko, talks):
    talks(
        agenda=[Appointment("Stand-up", "/event/1/", now(), now() + timedelta(hours=1), "Room 4")],
        due=[Due("Write the offer", "/task/1/", localdate(now()) - timedelta(days=1), True)],
    )

    page = as_(aiko).get("/portal/").content.decode()

    assert '<a href="/event/1/">Stand-up</a>' in page
    assert "Room 4" in page
    assert '<a href="/task/1/">Write the offer</a>' in page
    assert "overdue: " in page


def test_many_tasks_are_cut_and_counted(as_, aiko, talks):
    today = localdate(now())
    talks(due=[Due(f"Task {number:02}", "/task/", today) for number in range(15)])

    page = as_(aiko).get("/portal/").content.decode()

    assert page.count('href="/task/"') == 12
    assert "And 3 more" in page


def test_one_turns_to_other_days_without_a_script(as_, aiko, talks):
    asked = []
    feature = talks()
    feature.agenda = lambda person, day: asked.append(day) or ()
    client, today = as_(aiko), localdate(now())

    page = client.get("/portal/")
    assert (page.context["previous"], page.context["next"]) == (
        today - timedelta(days=1),
        today + timedelta(days=1),
    )
    client.get(f"/portal/?day={today + timedelta(days=1)}")

    assert asked == [today, today + timedelta(days=1)]


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "%00"])
def test_what_names_no_day_is_today(as_, aiko, day):
    page = as_(aiko).get(f"/portal/?day={day}")

    assert page.context["day"] == page.context["today"]


@pytest.mark.parametrize("answer", ["count", "waiting", "agenda", "due"])
def test_a_feature_that_fails_takes_nothing_else_along(as_, aiko, talks, caplog, answer):
    talks(**{"count": 1, "waiting": [], answer: ZeroDivisionError("broken")})

    response = as_(aiko).get("/portal/")

    assert response.status_code == 200
    assert "Talks cannot answer right now" in response.content.decode()
    assert "ZeroDivisionError" in caplog.text


def test_a_feature_that_cannot_count_leaves_every_other_page_alone(as_, aiko, talks, caplog):
    talks(count=ZeroDivisionError("broken"))

    assert as_(aiko).get("/people/").status_code == 200
    assert "talkative could not say what waits" in caplog.text


def test_it_speaks_japanese(as_, ben, talks):
    talks(count=1, waiting=[Waiting("稟議", "/paper/")])

    page = as_(ben).get("/portal/").content.decode()

    assert "対応待ち" in page
    assert "今日の予定" in page


def cost(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/portal/").status_code == 200
    return len(queries)


def test_it_costs_the_same_however_much_there_is(as_, ben, first_lists):
    rank = User.Kind.ADMINISTRATOR  # Who furnishes an office may build its forms as well.
    authors = [hire(each, first_name=each, kind=rank) for each in ("dora", "emil", "fay")]
    Group.objects.create(name="Sales 営業部").members.add(ben, *authors)
    client = as_(ben)
    for each in furniture():
        each.furnish(authors[0], ben)
    few = cost(client)
    for author in authors[1:]:
        for each in furniture():
            each.furnish(author, ben)

    assert cost(client) <= few
    assert few <= 12 + 4 * len(features())
