"""Expense reports: one's own, and the page on which those who were asked decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kairan.apps.expense import money
from kairan.apps.expense.forms import DecisionForm, PaymentForm
from kairan.apps.expense.models import Entry, Report, ReportQuerySet
from kairan.apps.expense.operations import reports as operations
from kairan.apps.expense.table import of_entries
from kairan.apps.expense.way import way_of
from kairan.attachments.models import Attachment
from kairan.attachments.responses import download, file_response
from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what one has claimed, the latest first."""
    mine = Report.objects.claimed_by(request.user)
    shown = request.GET.get("show", "")
    if shown in Report.State.values:
        mine = mine.filter(state=shown)
    filters = [
        ("", _("All"), shown not in Report.State.values),
        *((state.value, state.label, state == shown) for state in Report.State),
    ]
    return render(
        request,
        "expense/reports.html",
        {"page": page(request, mine.light(), keys=["-pk"]), "filters": filters},
    )


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a report: its lines, what became of it, and who was told."""
    report = get_object_or_404(_visible(request), pk=pk)
    return render(request, "expense/show.html", shown(report, request.user, DecisionForm()))


@login_required
@require_POST
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Approve, return or deny a report."""
    asked = Report.objects.asked_of(request.user).select_related("claimant")
    report = get_object_or_404(asked, pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        decide(report, form, by=request.user)
        messages.success(request, decided(form))
        return redirect("expense:unpaid")
    report = get_object_or_404(_visible(request), pk=pk)
    return render(request, "expense/show.html", shown(report, request.user, form))


def decide(report: Report, form: DecisionForm, *, by: User) -> None:
    """Do what a valid form says."""
    comment = form.cleaned_data["comment"]
    match form.cleaned_data["decision"]:
        case DecisionForm.APPROVE:
            operations.approve(report, by=by, comment=comment)
        case DecisionForm.RETURN:
            operations.send_back(report, by=by, reason=comment)
        case _:
            operations.deny(report, by=by, reason=comment)


def decided(form: DecisionForm) -> str:
    """Return the sentence that says what was decided."""
    return {
        DecisionForm.APPROVE: _("The report is approved and waits to be paid."),
        DecisionForm.RETURN: _("The report is returned to its claimant."),
        DecisionForm.DENY: _("The report is denied."),
    }[form.cleaned_data["decision"]]


@login_required
@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's report back."""
    report = get_object_or_404(Report.objects.claimed_by(request.user), pk=pk)
    operations.withdraw(report, by=request.user)
    messages.success(request, _("The report is withdrawn; its lines can be claimed again."))
    return redirect("expense:index")


@login_required
@require_safe
def table(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out the table of a report, as it went with the mail.

    Who pays without having been asked learns as little of the receipts as on the page.
    """
    report = get_object_or_404(_visible(request).select_related("table"), pk=pk)
    written = report.table
    if written is None:
        raise Http404
    if Report.objects.open_to(request.user).filter(pk=pk).exists():
        return download(written)
    data = of_entries(report.entries, currency=report.currency, file_names={})
    return file_response(data, name=written.name, media_type=written.media_type)


@login_required
@require_safe
def receipt(request: MemberRequest, pk: int, file: int) -> HttpResponse:
    """Hand a receipt to the claimant or to somebody who was asked to decide."""
    report = get_object_or_404(Report.objects.open_to(request.user), pk=pk)
    return download(get_object_or_404(report.receipts, pk=file))


def shown(report: Report, person: User, form: DecisionForm) -> dict[str, Any]:
    """Return what the page of ``report`` needs for this person."""
    way = way_of(report, person)
    is_claimant = report.claimant_id == person.pk
    is_open = is_claimant or way.is_mine
    return {
        "report": report,
        "rows": rows(
            report,
            (lambda pk: reverse("expense:receipt", args=[report.pk, pk])) if is_open else None,
        ),
        "way": way,
        "is_open": is_open,
        "is_claimant": is_claimant,
        "can_pay": report.is_to_pay and not is_claimant,
        "form": form,
        "payment": PaymentForm(initial={"paid_on": localdate()}),
    }


def _receipts_of(report: Report) -> Callable[[int], str]:
    return lambda pk: reverse("expense:receipt", args=[report.pk, pk])


def rows(
    report: Report, address: Callable[[int], str] | None
) -> list[tuple[Entry, str, list[tuple[Attachment, str]]]]:
    """Return each entry with its amount, its receipts and where those are had.

    Without ``address`` one sees how many receipts there are, but not what they are called.
    """
    files = {file.pk: file for file in report.receipts.all()} if address is not None else {}
    return [
        (
            entry,
            money.write(entry.amount, report.currency),
            [(files[pk], address(pk)) for pk in entry.receipts if address and pk in files],
        )
        for entry in report.entries
    ]


def _visible(request: MemberRequest) -> ReportQuerySet:
    found = Report.objects.visible_to(request.user)
    return found.select_related("claimant", "decided_by", "paid_by")
