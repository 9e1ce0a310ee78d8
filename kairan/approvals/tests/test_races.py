"""Two people decide at the same second: one decision stands, the other is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from kairan.approvals import operations
from kairan.approvals.models import Course, Seat
from kairan.approvals.outcomes import Follows
from kairan.approvals.planning import PlannedStep
from kairan.people.testing import hire
from kairan.shell.refusals import Refused


@pytest.fixture
def crowd(transactional_db):
    return [hire(f"p{number}", first_name=f"P{number}") for number in range(5)]


def at_once(deeds):
    """Run all ``deeds`` at the same moment; return what each returned or was refused with."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait()
            with transaction.atomic():
                return deed()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def sent(crowd, *, needs_all):
    with transaction.atomic():
        planned = [
            PlannedStep(title="A", approvers=[each.pk for each in crowd[1:4]], needs_all=needs_all),
            PlannedStep(title="B", approvers=[crowd[4].pk]),
        ]
        return operations.begin("workflow:1", planned, by=crowd[0]).course


def approval(course, person):
    return lambda: operations.approve(Course.objects.get(pk=course.pk), by=person)


def test_of_several_who_approve_at_once_exactly_one_wins(crowd):
    course = sent(crowd, needs_all=False)

    results = at_once([approval(course, each) for each in crowd[1:4]])

    won = [each for each in results if not isinstance(each, str)]
    assert [each.turn for each in won] == [(crowd[4].pk,)]
    assert sum("A colleague has decided" in each for each in results if isinstance(each, str)) == 2
    assert Seat.objects.filter(state=Seat.State.APPROVED).count() == 1


def test_of_several_who_must_all_approve_exactly_one_is_the_last(crowd):
    course = sent(crowd, needs_all=True)

    results = at_once([approval(course, each) for each in crowd[1:4]])

    assert sorted(each.follows.name for each in results) == ["TURN", "WAITING", "WAITING"]
    assert Seat.objects.filter(state=Seat.State.APPROVED).count() == 3


def test_a_withdrawal_and_a_decision_at_once_leave_one_truth(crowd):
    course = sent(crowd, needs_all=False)

    at_once(
        [
            lambda: operations.withdraw(Course.objects.get(pk=course.pk), by=crowd[0]),
            lambda: operations.deny(Course.objects.get(pk=course.pk), by=crowd[1], comment="No."),
        ]
    )

    course.refresh_from_db()
    denied = Seat.objects.filter(state=Seat.State.DENIED).count()
    assert (course.state, denied) in {("withdrawn", 0), ("denied", 1)}


def test_a_record_begins_one_course_at_once(crowd):
    planned = [PlannedStep(title="A", approvers=[crowd[1].pk])]

    results = at_once(
        [lambda: operations.begin("workflow:9", planned, by=crowd[0]).follows for _ in range(3)]
    )

    assert results.count(Follows.TURN) == 1
    assert Course.objects.running().count() == 1
