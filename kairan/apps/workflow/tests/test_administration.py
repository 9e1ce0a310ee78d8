import pytest

from kairan.approvals.models import Route
from kairan.apps.workflow.models import Form
from kairan.people.picker import Selection


def rows(prefix, *given, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


BLANK = {"kind": "text", "currency": "JPY", "label": ""}


def question(label, kind="text", **more):
    return {"label": label, "kind": kind, "currency": "JPY", **more}


@pytest.fixture
def route(form_for, ben):
    return form_for([ben], name="Other").route


def test_a_form_is_built_from_fields_in_their_order(as_, aiko, route):
    as_(aiko).post(
        "/workflow/forms/new/",
        {
            "name": "Purchase",
            "category": "Money",
            "route": route.pk,
            "is_active": "on",
            **rows(
                "field",
                question("Why", position="2"),
                question("What", "choice", choices="Chair\n Desk \n\nDesk", position="1"),
                question("How much", "money", currency="EUR", is_required="on"),
                BLANK,
            ),
        },
    )

    form = Form.objects.get(name="Purchase")
    assert [(each.key, each.label, each.kind) for each in form.latest.fields] == [
        ("f1", "What", "choice"),
        ("f2", "Why", "text"),
        ("f3", "How much", "money"),
    ]
    assert form.latest.fields[0].choices == ("Chair", "Desk")
    assert (form.latest.fields[2].currency, form.latest.fields[2].is_required) == ("EUR", True)


def test_a_form_opens_as_it_was_kept_and_a_field_is_removed(as_, aiko, form_for, ben):
    form = form_for([ben])
    client, url = as_(aiko), f"/workflow/forms/{form.pk}/"
    page = client.get(url)
    kept = [each.initial for each in page.context["rows"].forms if each.initial]
    given = [
        {name: row[name] for name in ("key", "label", "kind", "currency", "position", "choices")}
        for row in kept
    ]
    given[0]["DELETE"] = "on"

    client.post(
        url,
        {"name": form.name, "route": form.route_id, **rows("field", *given, initial=len(given))},
    )

    form.refresh_from_db()
    assert [each.key for each in form.latest.fields] == [f"f{n}" for n in range(2, 9)]
    assert not form.is_active


def test_what_a_form_lacks_is_said_and_what_was_typed_stays(as_, aiko, route):
    typed = {"name": "Purchase", "route": route.pk, **rows("field", question("Which", "choice"))}

    page = as_(aiko).post("/workflow/forms/new/", typed).content.decode()

    assert "at least two choices" in page
    assert 'value="Which"' in page
    assert not Form.objects.filter(name="Purchase").exists()


def test_more_rows_keep_what_was_typed(as_, aiko, route):
    typed = {"name": "P", "route": route.pk, "then": "more", **rows("field", question("Why"))}

    page = as_(aiko).post("/workflow/forms/new/", typed)

    assert len(page.context["rows"].forms) == 4
    assert 'value="Why"' in page.content.decode()
    assert not Form.objects.filter(name="P").exists()


@pytest.mark.parametrize("count", ["", "x", "-1", "9" * 30])
def test_a_wrong_count_of_rows_is_answered_with_a_page(as_, aiko, route, count):
    typed = {"name": "P", "route": route.pk, "field-TOTAL_FORMS": count, "field-INITIAL_FORMS": "0"}

    for then in ("keep", "more"):
        assert as_(aiko).post("/workflow/forms/new/", {**typed, "then": then}).status_code == 200


def test_a_route_is_made_and_changed(as_, aiko, ben, dana):
    client = as_(aiko)
    step = {"title": "Section", "to": f"person:{ben.pk}"}
    client.post("/workflow/routes/new/", {"name": "R", "is_active": "on", **rows("step", step)})
    route = Route.objects.get(name="R")

    board = {"title": "Board", "to": f"person:{dana.pk}", "needs_all": "on", "position": "1"}
    client.post(
        f"/workflow/routes/{route.pk}/",
        {"name": "R", "is_active": "on", **rows("step", step, board, initial=1)},
    )

    assert [(each.title, each.selection, each.needs_all) for each in route.steps.all()] == [
        ("Board", Selection.of([dana]), True),
        ("Section", Selection.of([ben]), False),
    ]


def test_a_name_that_is_only_typed_is_not_lost(as_, aiko, ben):
    step = {"title": "", "to-typed": "ben"}

    page = as_(aiko).post("/workflow/routes/new/", {"name": "R", **rows("step", step)})

    assert "This field is required" in page.content.decode()
    assert not Route.objects.filter(name="R").exists()
