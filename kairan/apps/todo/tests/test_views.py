from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.finishing import complete
from kairan.apps.todo.operations.writing import write

TOKYO = ZoneInfo("Asia/Tokyo")
TYPED = {
    "title": "Pay the rent",
    "due_on": "2026-11-24",
    "due_time": "15:00",
    "repeat": "never",
    "priority": "high",
    "reminds": "usual",
    "notes": "By bank.",
}


@pytest.fixture(autouse=True)
def _office(aiko):
    """There is an administrator."""


def test_a_task_is_added_on_one_line(as_, ben):
    key = as_(ben).get("/todo/").context["form"]["key"].value()
    for _ in range(2):
        as_(ben).post("/todo/quick/", {"title": "Buy tea", "due_on": "2026-11-23", "key": str(key)})

    task = Task.objects.get()
    assert (task.title, task.author, task.assignee) == ("Buy tea", ben, ben)
    assert "Buy tea" in as_(ben).get("/todo/").content.decode()


@pytest.mark.parametrize("typed", [{"title": ""}, {"title": "x", "due_on": "9999-12-31"}])
def test_what_was_typed_on_one_line_stays_when_it_is_wrong(as_, ben, typed):
    response = as_(ben).post("/todo/quick/", typed)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Task.objects.exists()


def test_a_task_is_given_with_all_that_can_be_said(as_, aiko, ben):
    typed = {**TYPED, "assignee": f"person:{ben.pk}", "reminds": "chosen", "leads": ["0", "1440"]}
    response = as_(aiko).post("/todo/new/", typed)

    task = Task.objects.get()
    assert response["Location"] == task.get_absolute_url()
    assert (task.assignee, task.priority, task.leads) == (ben, "high", [0, 1440])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "", "due_time": "", "repeat": "daily"}, "due_on"),
        ({"due_on": "0001-01-01"}, "due_on"),
        ({"reminds": "chosen", "leads-number": "soon"}, "leads"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(as_, ben, typed, field):
    response = as_(ben).post("/todo/new/", {**TYPED, **typed})

    assert list(response.context["form"].errors) == [field]
    assert not Task.objects.exists()


def test_a_task_has_one_who_does_it(as_, aiko, ben, chidi):
    both = [f"person:{ben.pk}", f"person:{chidi.pk}"]
    response = as_(aiko).post("/todo/new/", {**TYPED, "assignee": both})
    assert "assignee" in response.context["form"].errors


def test_one_form_is_one_task(as_, ben):
    for _ in range(2):
        as_(ben).post("/todo/new/", {**TYPED, "key": "3f0c5f6e-5c2c-4a52-8f1d-3f3f7f1f2f11"})
    assert Task.objects.count() == 1


def test_who_saves_second_keeps_their_words_and_is_asked(as_, aiko, ben, given):
    shown = as_(ben).get(f"/todo/{given.pk}/edit/").context["form"]
    typed = {**TYPED, "assignee": f"person:{ben.pk}", "version": shown["version"].value()}
    as_(aiko).post(f"/todo/{given.pk}/edit/", {**typed, "title": "First"})

    response = as_(ben).post(f"/todo/{given.pk}/edit/", {**typed, "title": "Second"})
    assert response.status_code == 200
    form = response.context["form"]
    assert form["title"].value() == "Second"
    assert Task.objects.get().title == "First"

    again = {**typed, "title": "Second", "version": form["version"].value()}
    as_(ben).post(f"/todo/{given.pk}/edit/", again)
    assert Task.objects.get().title == "Second"


def test_changing_nothing_moves_nothing(as_, ben, task):
    client = as_(ben)
    form = client.get(f"/todo/{task.pk}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields if name not in {"assignee", "leads"}}
    assert (values["due_on"].isoformat(), values["due_time"]) == ("2026-11-24", time(15))
    before = task.remind_at
    client.post(f"/todo/{task.pk}/edit/", {**values, "due_time": "15:00", "key": str(task.key)})
    task.refresh_from_db()
    assert (task.due_at, task.remind_at) == (datetime(2026, 11, 24, 15, tzinfo=TOKYO), before)


@pytest.mark.parametrize("url", ["", "edit/"])
def test_a_task_does_not_exist_for_others(as_, chidi, task, given, url):
    for each in (task, given):
        assert as_(chidi).get(f"/todo/{each.pk}/{url}").status_code == 404


DEEDS = ["edit/", "removal/", "completion/", "reopening/", "snooze/"]


@pytest.mark.parametrize("url", DEEDS)
def test_others_can_do_nothing_to_a_task(as_, chidi, given, url):
    typed = {**TYPED, "until": "an-hour", "key": str(uuid4())}
    assert as_(chidi).post(f"/todo/{given.pk}/{url}", typed).status_code == 404
    given.refresh_from_db()
    assert given.title == "Call Ito"


@pytest.mark.parametrize("url", DEEDS[1:])
def test_looking_changes_nothing(as_, ben, task, url):
    assert as_(ben).get(f"/todo/{task.pk}/{url}").status_code == 405


def test_only_who_wrote_a_task_throws_it_away_and_only_whose_it_is_puts_it_off(
    as_, aiko, ben, given
):
    assert as_(ben).post(f"/todo/{given.pk}/removal/").status_code == 404
    url = f"/todo/{given.pk}/snooze/"
    assert as_(aiko).post(url, {"until": "an-hour"}).status_code == 404
    assert as_(ben).post(url, {"until": "never"}).status_code == 409
    assert as_(ben).post(url, {"until": "an-hour"}).status_code == 302
    as_(aiko).post(f"/todo/{given.pk}/removal/")
    assert not Task.objects.exists()


def test_one_click_is_done_and_another_takes_it_back(as_, ben, task):
    client, page = as_(ben), {"headers": {"HX-Request": "true"}}
    row = client.post(f"/todo/{task.pk}/completion/", **page).content.decode()
    assert row.strip().startswith('<li class="task done"')
    assert Task.objects.get().is_done
    row = client.post(f"/todo/{task.pk}/reopening/", **page).content.decode()
    assert row.strip().startswith('<li class="task"')
    assert not Task.objects.get().is_done


def test_one_click_is_done_without_javascript(as_, ben, draft):
    task = write(draft(ben, "2026-11-24", repeat="daily"), by=ben)
    page = as_(ben).post(f"/todo/{task.pk}/completion/", follow=True).content.decode()
    assert "次の期限は2026/11/25です" in page
    page = as_(ben).post(f"/todo/{task.pk}/reopening/", follow=True).content.decode()
    assert "未完了に戻しました" in page


def test_what_is_done_is_not_edited(as_, ben, task):
    complete(task, by=ben)
    assert as_(ben).get(f"/todo/{task.pk}/edit/")["Location"] == task.get_absolute_url()


URLS = ["", "?show=overdue", "?show=undated", "?show=later", "given/", "given/?show=all", "done/"]


@pytest.mark.parametrize("url", URLS)
def test_a_list_costs_the_same_however_long(
    as_, aiko, ben, draft, url, django_assert_max_num_queries
):
    for number in range(6):
        for due in ("", "2026-11-20", "2026-11-23", "2026-11-24", "2026-12-24"):
            write(draft(ben, due, title=f"No. {number}"), by=aiko)
            task = write(draft(aiko, due, title=f"No. {number}"), by=ben)
        complete(task, by=ben)
    client = as_(ben)
    with django_assert_max_num_queries(25):
        assert client.get(f"/todo/{url}").status_code == 200


def test_long_sections_lead_to_all_of_it(as_, ben, draft):
    for number in range(52):
        write(draft(ben, "2026-12-24", title=f"No. {number:02}"), by=ben)
    page = as_(ben).get("/todo/").content.decode()
    assert "No. 19" in page
    assert "No. 20" not in page
    assert "?show=later" in page
    first = as_(ben).get("/todo/?show=later").context["page"]
    rest = as_(ben).get(f"/todo/?{first.next}").context["page"]
    assert [each.title for each in rest.items] == ["No. 50", "No. 51"]
