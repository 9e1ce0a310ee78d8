"""Whatever people decide, in whatever order: the course stays legal and names its turns once."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.approvals import operations
from kairan.approvals.models import Course, Seat
from kairan.approvals.outcomes import Follows
from kairan.approvals.planning import PlannedStep
from kairan.people.testing import hire
from kairan.shell.refusals import Refused

PEOPLE = range(5)
STEPS = st.lists(
    st.tuples(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4), st.booleans()),
    min_size=1,
    max_size=4,
)
VERBS = ["approve", "approve", "approve", "approve", "deny", "send_back", "withdraw"]
DEEDS = st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE)), max_size=25)


@pytest.fixture
def crowd(db):
    return [hire(f"p{number}", first_name=f"P{number}") for number in PEOPLE]


@given(steps=STEPS, deeds=DEEDS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_decisions_of_any_people_lead_to_a_legal_state(crowd, steps, deeds):
    with transaction.atomic():
        planned = [
            PlannedStep(title="S", approvers=[crowd[each].pk for each in who], needs_all=rule)
            for who, rule in steps
        ]
        _live_through(crowd, planned, deeds)
        transaction.set_rollback(True)


def _live_through(crowd, planned, deeds):
    applicant = crowd[0]
    sits = [{pk for pk in step.approvers if pk != applicant.pk} for step in planned]
    if not all(sits):
        with pytest.raises(Refused):
            operations.begin("workflow:1", planned, by=applicant)
        return
    outcome = operations.begin("workflow:1", planned, by=applicant)
    model = Model(planned, sits)
    model.check(outcome.course, outcome)
    for verb, number in deeds:
        person = crowd[number]
        words = {} if verb == "withdraw" else {"comment": "Because."}
        may = model.may(verb, person, applicant)
        try:
            outcome = getattr(operations, verb)(outcome.course, by=person, **words)
        except Refused:
            assert not may
            continue
        assert may
        model.apply(verb, person)
        model.check(outcome.course, outcome)


class Model:
    """What a course ought to be, told again without a database."""

    def __init__(self, planned, sits):
        self.rules = [step.needs_all for step in planned]
        self.sits = sits
        self.at, self.open, self.state = 0, set(sits[0]), "running"
        self.turn, self.over = set(sits[0]), set()

    def may(self, verb, person, applicant):
        if self.state != "running":
            return False
        return person == applicant if verb == "withdraw" else person.pk in self.open

    def apply(self, verb, person):
        self.open.discard(person.pk)
        self.turn, self.over = set(), set()
        if verb != "approve":
            self._end({"deny": "denied", "send_back": "returned"}.get(verb, "withdrawn"))
        elif not (self.rules[self.at] and self.open):
            self._go_on()

    def _go_on(self):
        self.over, self.at = self.open, self.at + 1
        if self.at == len(self.sits):
            over, self.open = self.over, set()
            self._end("approved")
            self.over = over
        else:
            self.open = set(self.sits[self.at])
            self.turn = set(self.open)

    def _end(self, state):
        self.state, self.over, self.open = state, self.open, set()

    def check(self, course, outcome):
        fresh = Course.objects.get(pk=course.pk)
        asked = list(fresh.seats.filter(state=Seat.State.ASKED).values_list("person_id", "step_id"))
        assert fresh.state == self.state
        assert {person for person, _step in asked} == self.open
        assert len({step for _person, step in asked}) <= 1
        assert len(outcome.turn) == len(set(outcome.turn))
        assert set(outcome.turn) == self.turn
        assert (outcome.follows is Follows.TURN) == bool(self.turn)
        assert set(outcome.passed_over) == self.over
