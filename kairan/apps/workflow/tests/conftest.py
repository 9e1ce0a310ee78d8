import pytest

from kairan.approvals.routes import WrittenRoute, WrittenStep, save_route
from kairan.apps.workflow.fields import Field, Kind
from kairan.apps.workflow.operations.forms import WrittenForm, save_form
from kairan.apps.workflow.operations.papers import Written, send
from kairan.people.picker import Selection
from kairan.people.testing import hire

FIELDS = [
    Field(key="", kind=Kind.TEXT, label="Destination", is_required=True),
    Field(key="", kind=Kind.LONG_TEXT, label="Purpose"),
    Field(key="", kind=Kind.MONEY, label="Costs"),
    Field(key="", kind=Kind.PERIOD, label="When"),
    Field(key="", kind=Kind.CHOICE, label="By", choices=("Train", "Plane")),
    Field(key="", kind=Kind.NUMBER, label="Travellers"),
    Field(key="", kind=Kind.DATE, label="Tickets by"),
    Field(key="", kind=Kind.FILE, label="Plan"),
]
ANSWERS = {
    "f1": "Osaka 大阪",
    "f2": "Meet the supplier.\nSee the plant.",
    "f3": 125000,
    "f4": {"from": "2030-05-17", "to": "2030-05-19"},
    "f5": "Train",
    "f6": "2",
    "f7": "2030-05-01",
}


@pytest.fixture
def dana(db):
    """Decides as well."""
    return hire("dana", first_name="Dana", last_name="Ito", language="en")


@pytest.fixture
def emi(db):
    """Applies for things, and is no administrator."""
    return hire("emi", first_name="Emi", last_name="Hara", language="en", time_zone="Asia/Tokyo")


@pytest.fixture
def form_for(aiko):
    """Return a form whose steps are decided by the people given, one list a step."""

    def make(*steps, needs_all=False, name="Business trip", **options):
        route = save_route(
            WrittenRoute(
                name=f"Route of {name}",
                steps=[
                    WrittenStep(title=f"Step {n}", to=Selection.of(who), needs_all=needs_all)
                    for n, who in enumerate(steps, start=1)
                ],
            )
        )
        return save_form(WrittenForm(name=name, route=route, fields=FIELDS, **options))

    return make


@pytest.fixture
def written():
    """Return what an applicant has written in the latest version of a form."""

    def fill(form, **changes):
        fields = {"subject": "Trip to Osaka", "answers": ANSWERS, **changes}
        return Written(version=form.latest, **fields)

    return fill


@pytest.fixture
def paper(emi, ben, dana, form_for, written):
    """Sent by Emi; Ben decides first, then Dana."""
    return send(written(form_for([ben], [dana])), author=emi)
