"""Two approvers decide at the same second: one decision stands, and the next hear of it once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from kairan.approvals.models import Seat
from kairan.apps.workflow.models import Paper
from kairan.apps.workflow.operations.decisions import approve, deny
from kairan.apps.workflow.operations.papers import send, withdraw
from kairan.notices.models import Announcement
from kairan.shell.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run all ``deeds`` at the same moment; return the sentences of those that were refused."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait()
            deed()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [sentence for sentence in pool.map(run, deeds) if sentence]


def decide(verb, paper, person):
    course = paper.submissions.get().course_id
    return lambda: verb(Paper.objects.get(pk=paper.pk), course=course, by=person, comment="So.")


def told(kind):
    found = Announcement.objects.filter(kind=f"workflow.application-{kind}").order_by("pk")
    return [each.recipients for each in found]


def test_of_two_approvers_at_once_one_decides(emi, ben, dana, chidi, form_for, written):
    paper = send(written(form_for([ben, dana], [chidi])), author=emi)

    refused = at_once(decide(approve, paper, ben), decide(approve, paper, dana))

    assert len(refused) == 1
    assert told("delivered") == [[ben.pk, dana.pk], [chidi.pk]]


def test_an_approval_and_a_denial_at_once_are_one_of_them(emi, ben, dana, form_for, written):
    paper = send(written(form_for([ben, dana])), author=emi)

    refused = at_once(decide(approve, paper, ben), decide(deny, paper, dana))

    assert len(refused) == 1
    assert sorted([told("approved"), told("denied")]) == [[], [[emi.pk]]]
    assert Seat.objects.filter(decided_at__isnull=False).count() == 1


def test_a_withdrawal_and_a_decision_at_once_are_one_of_them(emi, ben, form_for, written):
    paper = send(written(form_for([ben])), author=emi)

    refused = at_once(
        lambda: withdraw(Paper.objects.get(pk=paper.pk), by=emi), decide(approve, paper, ben)
    )

    assert len(refused) == 1
    paper.refresh_from_db()
    assert paper.state in {"withdrawn", "approved"}
    assert len(told("approved")) == int(paper.state == "approved")
