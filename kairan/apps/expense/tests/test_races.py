"""The same second, two browsers: every line is claimed once, every report paid and decided once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils.timezone import localdate

from kairan.apps.expense.models import Line, Report
from kairan.apps.expense.operations.lines import change
from kairan.apps.expense.operations.office import choose, settle
from kairan.apps.expense.operations.reports import Claim, approve, claim, deny, pay, withdraw
from kairan.notices.models import Announcement
from kairan.people.picker import Selection
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


def told(kind):
    return Announcement.objects.filter(kind=f"expense.report-{kind}").count()


def adds_up():
    claimed = Line.objects.exclude(report=None)
    return sum(report.total for report in Report.objects.all()) == sum(
        line.amount for line in claimed
    )


def test_two_tabs_that_claim_the_same_lines_make_one_report(aiko, approvers, spend):
    first, second, third = (spend(amount).pk for amount in (100, 200, 300))

    refused = at_once(
        lambda: claim(Claim(lines=[first, second]), claimant=aiko),
        lambda: claim(Claim(lines=[second, third]), claimant=aiko),
    )

    assert len(refused) == 1
    assert Report.objects.count() == told("claimed") == 1
    assert adds_up()


def test_two_clicks_of_one_form_make_one_report(aiko, approvers, spend):
    asked = Claim(lines=[spend().pk], key=uuid4())

    refused = at_once(*[lambda: claim(asked, claimant=aiko)] * 3)

    assert refused == []
    assert Report.objects.count() == told("claimed") == 1


def test_a_line_that_changes_while_it_is_claimed_is_claimed_as_it_stays(
    aiko, approvers, spend, spent
):
    line = spend(100)

    at_once(
        lambda: claim(Claim(lines=[line.pk]), claimant=aiko),
        lambda: change(Line.objects.get(pk=line.pk), spent(777)),
    )

    assert adds_up()


def test_of_two_who_decide_at_once_one_is_heard(aiko, ben, chidi, spend):
    settle(currency="JPY", candidates=Selection.of([ben, chidi]))
    choose([ben.pk, chidi.pk], claimant=aiko)
    report = claim(Claim(lines=[spend().pk]), claimant=aiko)

    refused = at_once(
        lambda: approve(Report.objects.get(pk=report.pk), by=ben),
        lambda: deny(Report.objects.get(pk=report.pk), by=chidi, reason="No."),
        lambda: withdraw(Report.objects.get(pk=report.pk), by=aiko),
    )

    assert len(refused) == 2
    report.refresh_from_db()
    assert told("approved") == int(report.state == "approved")
    assert told("denied") == int(report.state == "denied")
    line = Line.objects.get()
    assert line.state == ("unclaimed" if report.state == "withdrawn" else report.state)


def test_a_report_is_paid_once(ben, report):
    approve(report, by=ben)

    refused = at_once(*[lambda: pay([report.pk], paid_on=localdate(), by=ben)] * 3)

    assert len(refused) == 2
    assert told("paid") == 1
