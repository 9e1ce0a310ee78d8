import pytest

from kairan.apps.report.models import Kind, SavedList
from kairan.apps.report.operations.reports import save_draft
from kairan.apps.report.operations.saved_lists import keep_list
from kairan.people.picker import Selection

BUILDING = [
    "/report/kinds/",
    "/report/kinds/new/",
    "/report/kinds/{kind}/",
    "/report/kinds/{kind}/questions/{question}/",
]
DEEDS = [
    "/report/kinds/{kind}/retirement/",
    "/report/kinds/{kind}/return/",
    "/report/kinds/{kind}/removal/",
    "/report/kinds/{kind}/questions/",
    "/report/kinds/{kind}/questions/{question}/place/",
    "/report/kinds/{kind}/questions/{question}/removal/",
]


def at(url, kind):
    return url.format(kind=kind.pk, question=kind.fields.first().pk)


@pytest.mark.parametrize("url", BUILDING)
def test_forms_are_built_by_administrators_alone(as_, aiko, ben, kind, url):
    assert as_(ben).get(at(url, kind)).status_code == 403
    assert as_(aiko).get(at(url, kind)).status_code == 200


@pytest.mark.parametrize("url", DEEDS)
def test_nobody_else_changes_a_form(as_, ben, kind, url):
    assert as_(ben).post(at(url, kind), {"label": "Evil"}).status_code == 403

    kind.refresh_from_db()
    assert (kind.is_retired, kind.fields.count()) == (False, 5)


@pytest.mark.parametrize("url", DEEDS)
def test_looking_builds_nothing(as_, aiko, kind, url):
    assert as_(aiko).get(at(url, kind)).status_code == 405


def test_an_administrator_builds_a_form(as_, aiko):
    client = as_(aiko)
    client.post("/report/kinds/new/", {"name": "訪問報告", "folder": "営業", "subject": "訪問"})
    kind = Kind.objects.get()
    for question in (
        {"label": "訪問先", "type": "text", "is_required": "on"},
        {"label": "Mood", "type": "choice", "choices": "good\n\n bad \ngood"},
    ):
        client.post(f"/report/kinds/{kind.pk}/questions/", question)
    last = kind.fields.last()
    client.post(f"/report/kinds/{kind.pk}/questions/{last.pk}/place/", {"direction": "up"})

    assert [(each.label, each.choices) for each in kind.fields.all()] == [
        ("Mood", ["good", "bad"]),
        ("訪問先", []),
    ]
    assert "訪問先" in client.get(kind.get_absolute_url()).content.decode()


def test_a_question_is_changed_and_removed(as_, aiko, kind):
    client, first = as_(aiko), kind.fields.first()
    url = f"/report/kinds/{kind.pk}/questions/{first.pk}/"

    client.post(url, {"label": "Firm", "type": "long-text"})
    first.refresh_from_db()
    assert (first.label, first.type, first.is_required) == ("Firm", "long-text", False)

    client.post(f"{url}removal/")
    assert kind.fields.count() == 4


def test_what_is_wrong_with_a_question_is_said_beside_it(as_, aiko, kind):
    page = as_(aiko).post(
        f"/report/kinds/{kind.pk}/questions/", {"label": "Colour", "type": "choice"}
    )

    assert "choices" in page.context["question"].errors
    assert "Colour" in page.content.decode()


def test_a_name_that_is_taken_is_refused(as_, aiko, kind):
    page = as_(aiko).post("/report/kinds/new/", {"name": "Visit"})

    assert "There is a kind of this name already." in page.content.decode()
    assert Kind.objects.count() == 1


def test_a_question_belongs_to_its_own_kind(as_, aiko, kind):
    other = Kind.objects.create(name="Call")

    url = f"/report/kinds/{other.pk}/questions/{kind.fields.first().pk}/"
    assert as_(aiko).get(url).status_code == 404


def test_a_kind_in_use_is_retired_and_returns_but_is_not_deleted(as_, aiko, kind, draft):
    save_draft(draft(kind=kind), author=aiko)
    client, url = as_(aiko), f"/report/kinds/{kind.pk}/"

    assert "removal" not in client.get(url).content.decode().split("questions")[0]
    assert client.post(f"{url}removal/").status_code == 409
    client.post(f"{url}retirement/")
    assert Kind.objects.get().is_retired
    client.post(f"{url}return/")
    assert not Kind.objects.get().is_retired


def test_an_unused_kind_is_deleted(as_, aiko, kind):
    as_(aiko).post(f"/report/kinds/{kind.pk}/removal/")

    assert not Kind.objects.exists()


def test_lists_are_kept_changed_and_deleted(as_, aiko, ben, chidi):
    client = as_(aiko)
    client.post("/report/lists/new/", {"name": "Board", "people": f"person:{ben.pk}"})
    kept = SavedList.objects.get()
    client.post(kept.get_absolute_url(), {"name": "取締役会", "people": f"person:{chidi.pk}"})

    kept.refresh_from_db()
    assert (kept.name, kept.selection) == ("取締役会", Selection.of([chidi]))
    assert "取締役会" in client.get("/report/lists/").content.decode()
    client.post(f"{kept.get_absolute_url()}removal/")
    assert not SavedList.objects.exists()


def test_a_list_is_for_its_owner_alone(as_, aiko, ben, chidi):
    theirs = keep_list(owner=ben, name="Secret", people=Selection.of([chidi]))

    assert "Secret" not in as_(aiko).get("/report/lists/").content.decode()
    assert as_(aiko).get(theirs.get_absolute_url()).status_code == 404
    assert as_(aiko).post(f"{theirs.get_absolute_url()}removal/").status_code == 404
    assert "Secret" not in as_(aiko).get("/report/new/general/").content.decode()


def test_a_name_of_a_list_that_is_taken_is_refused_beside_it(as_, aiko, ben):
    keep_list(owner=aiko, name="Board", people=Selection.of([ben]))

    page = as_(aiko).post("/report/lists/new/", {"name": "Board", "people": f"person:{ben.pk}"})

    assert "name" in page.context["form"].errors


def test_administrators_find_the_kinds_from_report_itself(as_, aiko, ben):
    assert 'class="button" href="/report/kinds/"' in as_(aiko).get("/report/").content.decode()
    assert 'href="/report/kinds/"' not in as_(ben).get("/report/").content.decode()
