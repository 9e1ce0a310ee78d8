"""Money is a ledger of states: whatever happens in whatever order, every sum adds up."""

from collections import Counter
from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.apps.expense.models import Line, Report
from kairan.apps.expense.operations.lines import Spent, change, record, remove
from kairan.apps.expense.operations.reports import (
    Claim,
    approve,
    claim,
    deny,
    pay,
    send_back,
    withdraw,
)
from kairan.shell.refusals import Refused

AMOUNTS = st.integers(min_value=1, max_value=10**11)
DEEDS = st.tuples(
    st.sampled_from(
        [
            *["claim", "approve", "pay"] * 2,
            "return",
            "deny",
            "withdraw",
            "record",
            "change",
            "remove",
        ]
    ),
    st.integers(min_value=0, max_value=2),
    AMOUNTS,
)
STALE = st.sampled_from([False, False, True])


class Tab:
    """A browser tab of Aiko or Ben: it may still show what has long changed."""

    def __init__(self, aiko, ben, category):
        self.aiko, self.ben, self.category = aiko, ben, category
        self.lines, self.reports = [], []

    def look(self):
        self.lines = list(Line.objects.order_by("pk"))
        self.reports = list(Report.objects.order_by("pk"))

    def spent(self, amount):
        return Spent(
            spent_on=date(2026, 5, 1), category=self.category, description="x", amount=amount
        )

    def do(self, deed, which, amount):
        if deed == "record":
            record(self.spent(amount), owner=self.aiko)
        elif deed in {"change", "remove"}:
            self.to_line(deed, which, amount)
        elif deed == "claim":
            chosen = [line.pk for line in self.lines if line.is_open][: which + 1]
            claim(Claim(lines=chosen), claimant=self.aiko)
        elif self.reports:
            wanted = "approved" if deed == "pay" else "claimed"
            fit = [each for each in self.reports if each.state == wanted]
            reports = fit or self.reports
            self.to_report(deed, reports[-1 - which % len(reports)])

    def to_line(self, deed, which, amount):
        if self.lines:
            line = self.lines[which % len(self.lines)]
            change(line, self.spent(amount)) if deed == "change" else remove(line)

    def to_report(self, deed, report):
        match deed:
            case "approve":
                approve(report, by=self.ben)
            case "return":
                send_back(report, by=self.ben, reason="No.")
            case "deny":
                deny(report, by=self.ben, reason="No.")
            case "withdraw":
                withdraw(report, by=self.aiko)
            case "pay":
                pay([report.pk], paid_on=localdate(), by=self.ben)


def check(paid_before):
    lines = list(Line.objects.select_related("report"))
    sums = Counter()
    for state, _currency, total, _count in Line.objects.all().totals():
        sums[state] += total
    assert sum(sums.values()) == sum(line.amount for line in lines)
    for state in ("claimed", "approved", "paid", "denied"):
        reports = Report.objects.filter(state=state)
        assert sums[state] == sum(report.total for report in reports)
        for report in reports:
            assert report.total == sum(entry.amount for entry in report.entries)
            assert report.total == sum(line.amount for line in lines if line.report_id == report.pk)
    for line in lines:
        assert line.state == ("unclaimed" if line.report is None else line.report.state)
    assert sums["paid"] >= paid_before
    return sums["paid"]


@pytest.mark.usefixtures("approvers")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.booleans(), STALE, DEEDS), min_size=6, max_size=16))
def test_the_sums_of_the_states_are_the_sum_of_all_lines(aiko, ben, transport, deeds):
    with suppress(ZeroDivisionError), transaction.atomic():
        tabs, paid = [Tab(aiko, ben, transport) for _ in range(2)], 0
        for amount in (700, 1200, 9_800):
            record(tabs[0].spent(amount), owner=aiko)
        tabs[0].look()
        tabs[0].do("claim", 1, 1)
        for which, is_stale, deed in deeds:
            tab = tabs[which]
            if not is_stale:
                tab.look()
            with suppress(Refused), transaction.atomic():
                tab.do(*deed)
            paid = check(paid)
        raise ZeroDivisionError
