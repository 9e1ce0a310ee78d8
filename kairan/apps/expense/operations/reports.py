"""What becomes of lines that are claimed: decided about, withdrawn, paid.

The states of lines follow their report in the same transaction, so the sums of the states always
add up to everything that was ever recorded.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from kairan.approvals import operations as turns
from kairan.approvals.models import Course
from kairan.approvals.planning import PlannedStep
from kairan.apps.expense.approvers import chosen_by
from kairan.apps.expense.models import Entry, Line, Report, State
from kairan.apps.expense.notices import (
    ReportApproved,
    ReportClaimed,
    ReportDenied,
    ReportPaid,
    ReportReturned,
)
from kairan.apps.expense.table import of_entries
from kairan.attachments.models import Attachment
from kairan.attachments.operations import keep_file
from kairan.notices import operations as notices
from kairan.people.models import User
from kairan.people.terms import in_terms_of
from kairan.shell.refusals import Refused

MOST_LINES = 500


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Which lines somebody claims together, by their ids, and what they say about it."""

    lines: Collection[int]
    title: str = ""
    comment: str = ""
    key: UUID | None = None


@transaction.atomic
def claim(asked: Claim, *, claimant: User) -> Report:
    """Make one expense report of lines and put it before the approval users, who are told.

    What comes with one ``key`` is one report, however often its form was sent.
    """
    rows = Line.objects.visible_to(claimant).open().filter(pk__in=asked.lines).order_by("pk")
    lines = list(rows.select_for_update())
    made = Report.objects.claimed_by(claimant).filter(key=asked.key).first() if asked.key else None
    if made is not None:
        return made
    _refuse_unless_claimable(lines, asked)
    approvers = [person.pk for person in chosen_by(claimant).usable]
    if not approvers:
        raise Refused(_("Choose your approval users first: nobody would decide about this."))
    report = _written(rows, asked, claimant)
    rows.filter(pk__in=asked.lines).update(state=State.CLAIMED, report=report)
    with in_terms_of(claimant):
        step = PlannedStep(title=_("Approval"), approvers=approvers)
    outcome = turns.begin(report.about, [step], by=claimant)
    report.course = outcome.course
    report.save(update_fields=["course"])
    notices.announce(ReportClaimed.of(report), to=outcome.turn, by=claimant)
    return report


@transaction.atomic
def approve(report: Report, *, by: User, comment: str = "") -> None:
    """Agree: the report waits to be paid from now on, and the claimant hears."""
    turns.approve(_course(report), by=by, comment=comment)
    _settle(report, Report.State.APPROVED, by=by, reason=comment)
    notices.announce(ReportApproved.of(report), to=[report.claimant_id], by=by)


@transaction.atomic
def send_back(report: Report, *, by: User, reason: str) -> None:
    """Return the lines to the claimant, who mends them and claims again, and hears why."""
    turns.send_back(_course(report), by=by, comment=reason)
    _settle(report, Report.State.RETURNED, by=by, reason=reason)
    notices.announce(ReportReturned.of(report), to=[report.claimant_id], by=by)


@transaction.atomic
def deny(report: Report, *, by: User, reason: str) -> None:
    """Refuse the report for good; the claimant hears why."""
    turns.deny(_course(report), by=by, comment=reason)
    _settle(report, Report.State.DENIED, by=by, reason=reason)
    notices.announce(ReportDenied.of(report), to=[report.claimant_id], by=by)


@transaction.atomic
def withdraw(report: Report, *, by: User) -> None:
    """Take a report back before anybody has decided; its lines can be claimed again."""
    turns.withdraw(_course(report), by=by)
    Report.objects.filter(pk=report.pk).update(state=Report.State.WITHDRAWN)
    report.lines.update(state=State.UNCLAIMED, report=None)
    notices.withdraw(about=report.about)


@transaction.atomic
def pay(reports: Collection[int], *, paid_on: date, by: User) -> int:
    """Mark approved reports, by their ids, as paid on that day; return how many they are."""
    if not reports:
        raise Refused(_("Tick the reports that are paid."))
    if paid_on > localdate():
        raise Refused(_("That day is still to come. Mark reports as paid once they are."))
    payable = Report.objects.payable_by(by).filter(pk__in=reports).order_by("pk")
    locked = list(payable.select_for_update())
    if len(locked) != len(set(reports)):
        raise Refused(
            _(
                "Not all of these wait to be paid any more, so nothing was changed. "
                "Look at the list again."
            )
        )
    ids = [report.pk for report in locked]
    Report.objects.filter(pk__in=ids).update(state=Report.State.PAID, paid_on=paid_on, paid_by=by)
    Line.objects.filter(report__in=ids).update(state=State.PAID)
    for report in Report.objects.filter(pk__in=ids).select_related("claimant", "paid_by"):
        notices.announce(ReportPaid.of(report), to=[report.claimant_id], by=by)
    return len(ids)


def _refuse_unless_claimable(lines: Sequence[Line], asked: Claim) -> None:
    if not asked.lines:
        raise Refused(_("Tick the lines that you claim."))
    if len(lines) != len(set(asked.lines)):
        raise Refused(
            _("Some of these lines were claimed or deleted meanwhile. Look at the list again.")
        )
    if len(lines) > MOST_LINES:
        raise Refused(_("Claim at most %(most)s lines together.") % {"most": MOST_LINES})
    if len({line.currency for line in lines}) > 1:
        raise Refused(_("Claim the lines of each currency by themselves."))


def _written(lines: QuerySet[Line], asked: Claim, claimant: User) -> Report:
    """Write down what is claimed, as it is now, with its table in the claimant's language."""
    ordered = lines.select_related("category").prefetch_related("receipts")
    claimed = list(ordered.order_by("spent_on", "pk"))
    files = [file for line in claimed for file in line.receipts.all()]
    entries = [Entry.of(each, tuple(file.pk for file in each.receipts.all())) for each in claimed]
    currency = claimed[0].currency
    report = Report.objects.create(
        claimant=claimant,
        key=asked.key or uuid4(),
        title=asked.title,
        comment=asked.comment,
        currency=currency,
        total=sum(entry.amount for entry in entries),
        lines_total=len(entries),
        first_on=entries[0].spent_on,
        last_on=entries[-1].spent_on,
        paper=[entry.to_json() for entry in entries],
        claimed_at=now(),
    )
    report.receipts.add(*files)
    report.table = _table(report, files)
    report.save(update_fields=["table"])
    return report


def _table(report: Report, files: Sequence[Attachment]) -> Attachment:
    names = {file.pk: file.name for file in files}
    with in_terms_of(report.claimant):
        data = of_entries(report.entries, currency=report.currency, file_names=names)
        name = _("Expense report %(number)s") % {"number": report.pk}
    return keep_file(data, name=f"{name}.csv", by=report.claimant)


def _course(report: Report) -> Course:
    """Return the way of the report through its approvers; every report has exactly one."""
    return Course.objects.get(about=report.about)


def _settle(report: Report, state: Report.State, *, by: User, reason: str) -> None:
    report.state, report.reason = state, reason.strip()
    report.decided_by, report.decided_at = by, now()
    report.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    report.lines.update(state=State(state.value))
    notices.withdraw(about=report.about, notice=ReportClaimed)
