from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from kairan.apps.expense.models import Line, Report, State
from kairan.apps.expense.operations.lines import change
from kairan.apps.expense.operations.office import choose, settle
from kairan.apps.expense.operations.reports import (
    Claim,
    approve,
    claim,
    deny,
    pay,
    send_back,
    withdraw,
)
from kairan.attachments import contents
from kairan.notices.models import Announcement
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.people.testing import hire
from kairan.shell.refusals import Refused


def told(kind):
    rows = Announcement.objects.filter(kind=f"expense.report-{kind}").order_by("pk")
    return [each.recipients for each in rows]


def states():
    return list(Line.objects.order_by("pk").values_list("state", flat=True))


def test_lines_are_claimed_as_one_report_and_the_approval_users_are_told(aiko, ben, report):
    assert (report.total, report.lines_total, report.money) == (9600, 2, "¥9,600")
    assert (str(report.first_on), str(report.last_on)) == ("2026-05-12", "2026-05-14")
    assert [entry.description for entry in report.entries] == ["Taxi to Shinagawa", "Hotel"]
    assert states() == [State.CLAIMED, State.CLAIMED]
    assert told("claimed") == [[ben.pk]]


def test_the_table_is_in_the_language_of_the_claimant(ben, spend, claimed):
    report = claimed(spend(1200, owner=ben, description="タクシー"), by=ben)

    assert report.table.name == f"経費精算書 {report.pk}.csv"
    rows = contents.read(report.table.content_id).decode("utf-8-sig").splitlines()
    assert rows == [
        "番号,日付,費目,内容,金額,通貨,領収書,備考",
        "1,2026-05-12,交通費,タクシー,1200,JPY,,",
    ]


def test_one_form_is_one_report(aiko, spend, approvers):
    asked = Claim(lines=[spend().pk], key=uuid4())

    assert claim(asked, claimant=aiko) == claim(asked, claimant=aiko)
    assert Report.objects.count() == len(told("claimed")) == 1


def test_a_line_is_claimed_once_even_from_two_tabs(aiko, spend, claimed):
    line, other = spend(), spend()
    claimed(line)

    with pytest.raises(Refused, match="claimed or deleted meanwhile"):
        claimed(line, other)
    assert states() == [State.CLAIMED, State.UNCLAIMED]


def test_nobody_claims_what_others_spent(chidi, spend, claimed):
    theirs = spend(owner=chidi)

    with pytest.raises(Refused):
        claimed(theirs)
    assert states() == [State.UNCLAIMED]


def test_a_claim_needs_lines_and_somebody_who_decides(aiko, spend):
    settle(currency="JPY", candidates=Selection())
    with pytest.raises(Refused, match="Tick the lines"):
        claim(Claim(lines=[]), claimant=aiko)
    with pytest.raises(Refused, match="approval users first"):
        claim(Claim(lines=[spend().pk]), claimant=aiko)
    assert states() == [State.UNCLAIMED]


def test_currencies_are_not_added_up(aiko, ben, spend, claimed):
    yen = spend(1200)
    settle(currency="GBP", candidates=Selection.of([ben]))

    with pytest.raises(Refused, match="each currency"):
        claimed(yen, spend(1250))


def test_who_left_or_is_no_candidate_is_not_asked(aiko, ben, spend):
    gone = hire("gone", first_name="Gone")
    dropped = hire("dropped", first_name="Dropped")
    settle(currency="JPY", candidates=Selection.of([ben, gone, dropped]))
    choose([ben.pk, gone.pk, dropped.pk], claimant=aiko)
    User.objects.get_queryset().filter(pk=gone.pk).update(is_active=False)
    settle(currency="JPY", candidates=Selection.of([ben, gone]))

    claim(Claim(lines=[spend().pk]), claimant=aiko)

    assert told("claimed") == [[ben.pk]]


def test_approving_and_paying(aiko, ben, report):
    approve(report, by=ben, comment="Fine.")
    assert states() == [State.APPROVED] * 2
    assert told("approved") == [[aiko.pk]]

    assert pay([report.pk], paid_on=localdate(), by=ben) == 1

    report.refresh_from_db()
    assert (report.state, report.paid_on, report.paid_by) == ("paid", localdate(), ben)
    assert states() == [State.PAID] * 2
    assert told("paid") == [[aiko.pk]]


def test_what_is_returned_is_mended_and_claimed_again(aiko, ben, report, spent, claimed):
    send_back(report, by=ben, reason="Which hotel?")
    assert states() == [State.RETURNED] * 2
    assert told("returned") == [[aiko.pk]]
    taxi, hotel = Line.objects.order_by("pk")

    change(hotel, spent(8000, description="Hotel Nikko"))
    again = claimed(taxi, hotel)

    assert (again.total, report.total) == (9200, 9600)
    report.refresh_from_db()
    assert [entry.amount for entry in report.entries] == [1200, 8400]
    approve(again, by=ben)
    assert states() == [State.APPROVED] * 2


def test_what_is_denied_stays_denied(aiko, ben, report, claimed):
    deny(report, by=ben, reason="Not for the office.")

    assert states() == [State.DENIED] * 2
    assert told("denied") == [[aiko.pk]]
    with pytest.raises(Refused):
        claimed(*Line.objects.all())


@pytest.mark.parametrize("no", [send_back, deny])
def test_a_no_needs_a_reason(ben, report, no):
    with pytest.raises(Refused), transaction.atomic():
        no(report, by=ben, reason="  ")
    assert states() == [State.CLAIMED] * 2


def test_a_claimant_takes_a_report_back_before_anybody_decides(aiko, ben, report, claimed):
    withdraw(report, by=aiko)

    report.refresh_from_db()
    assert report.state == "withdrawn"
    assert states() == [State.UNCLAIMED] * 2
    with pytest.raises(Refused, match="withdrawn"):
        approve(report, by=ben)
    claimed(*Line.objects.all())
    assert states() == [State.CLAIMED] * 2


def test_what_is_decided_cannot_be_withdrawn(aiko, ben, report):
    approve(report, by=ben)

    with pytest.raises(Refused, match="approved already"):
        withdraw(report, by=aiko)
    assert states() == [State.APPROVED] * 2


def test_of_two_decisions_the_first_stands(aiko, ben, chidi, spend):
    settle(currency="JPY", candidates=Selection.of([ben, chidi]))
    choose([ben.pk, chidi.pk], claimant=aiko)
    report = claim(Claim(lines=[spend().pk]), claimant=aiko)
    seen_before = Report.objects.get(pk=report.pk)
    approve(report, by=ben)

    with pytest.raises(Refused), transaction.atomic():
        deny(seen_before, by=chidi, reason="Late.")
    report.refresh_from_db()
    assert (report.state, report.decided_by) == ("approved", ben)
    assert told("denied") == []


def test_only_those_asked_decide(chidi, report):
    with pytest.raises(Refused, match="not your turn"):
        approve(report, by=chidi)


def test_only_approved_reports_are_paid_and_all_or_none(aiko, ben, spend, claimed, report):
    other = claimed(spend())
    approve(other, by=ben)

    with pytest.raises(Refused, match="nothing was changed"):
        pay([report.pk, other.pk], paid_on=localdate(), by=ben)
    assert told("paid") == []
    with pytest.raises(Refused, match="Tick"):
        pay([], paid_on=localdate(), by=ben)
    with pytest.raises(Refused, match="still to come"):
        pay([other.pk], paid_on=localdate() + timedelta(days=1), by=ben)


def test_nobody_pays_themselves_and_strangers_pay_nobody(aiko, ben, chidi, report):
    approve(report, by=ben)

    for person in (aiko, chidi):
        with pytest.raises(Refused):
            pay([report.pk], paid_on=localdate(), by=person)


def test_administrators_pay_what_others_approved(ben, report):
    approve(report, by=ben)
    boss = hire("boss", first_name="Boss", kind=User.Kind.ADMINISTRATOR)

    assert pay([report.pk], paid_on=localdate(), by=boss) == 1
