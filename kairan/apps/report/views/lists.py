"""Lists of reports, and of the recipients of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kairan.apps.report.models import Receipt, Report
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

RECEIVED = {
    "waiting": (_("To confirm"), Receipt.objects.all().unconfirmed),
    "confirmed": (_("Confirmed"), Receipt.objects.all().confirmed),
    "all": (_("All"), Receipt.objects.all),
}
# What is as long as a page of text, and stands in no list.
LONG = ["body", "answers_given", "meeting_with"]


@login_required
@require_safe
def received(request: MemberRequest) -> HttpResponse:
    """Show what was delivered to me: by default what still waits for my seal."""
    wanted = request.GET.get("show", "waiting")
    shown = wanted if wanted in RECEIVED else "waiting"
    receipts = RECEIVED[shown][1]().of(request.user).select_related("report__author")
    receipts = receipts.defer(*(f"report__{name}" for name in LONG))
    return render(
        request,
        "report/received.html",
        {
            "page": page(request, receipts, keys=["-pk"]),
            "filters": [(key, label, key == shown) for key, (label, _rows) in RECEIVED.items()],
            "shown": shown,
        },
    )


@login_required
@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    """Show what I delivered, with how many have confirmed it."""
    reports = Report.objects.written_by(request.user).delivered().defer(*LONG)
    return render(request, "report/sent.html", {"page": page(request, reports, keys=["-pk"])})


@login_required
@require_safe
def drafts(request: MemberRequest) -> HttpResponse:
    """Show what I have not delivered yet."""
    reports = Report.objects.written_by(request.user).drafts().defer(*LONG)
    return render(request, "report/drafts.html", {"page": page(request, reports, keys=["-pk"])})


@login_required
@require_safe
def recipients(request: MemberRequest, pk: int) -> HttpResponse:
    """Show all recipients of a report with their seals."""
    report = get_object_or_404(Report.objects.visible_to(request.user).delivered(), pk=pk)
    receipts = report.receipts.select_related("recipient")
    shows_all = request.GET.get("show") != "unconfirmed"
    if not shows_all:
        receipts = receipts.unconfirmed()
    filters = [("", _("All"), shows_all), ("unconfirmed", _("Not confirmed"), not shows_all)]
    return render(
        request,
        "report/recipients.html",
        {
            "report": report,
            "page": page(request, receipts, keys=["pk"], size=100),
            "filters": filters,
        },
    )
