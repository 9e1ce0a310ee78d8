import pytest

from kairan.apps.report.operations.kinds import Question, Shape, ask, make_kind
from kairan.apps.report.operations.reports import Draft, deliver
from kairan.people.picker import Selection


@pytest.fixture
def draft():
    """Return what Aiko has typed, to the people named."""

    def typed(*to, **fields):
        fields = {"subject": "Visit to Minato", "body": "They order twice as much.", **fields}
        return Draft(to=Selection.of(to), **fields)

    return typed


@pytest.fixture
def report(aiko, ben, draft):
    """A report from Aiko to Ben."""
    return deliver(draft(ben), author=aiko)


@pytest.fixture
def kind(db):
    """A kind with one question of each type; the first has to be answered."""
    kind = make_kind(
        Shape(name="Visit", folder="Sales", subject="Visit to …", body="What we agreed:")
    )
    for question in (
        Question(label="Customer", is_required=True),
        Question(label="Course", type="long-text"),
        Question(label="Turnover", type="number"),
        Question(label="Next visit", type="date"),
        Question(label="Mood", type="choice", choices=["good", "bad"]),
    ):
        ask(kind, question)
    return kind
