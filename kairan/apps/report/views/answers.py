"""What recipients answer: on the page, or from the mail without signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.report.forms.remarks import RemarkForm, SealForm
from kairan.apps.report.models import Receipt, Report
from kairan.apps.report.notices import ReportDelivered
from kairan.apps.report.operations import reports as operations
from kairan.apps.report.views.reports import shown
from kairan.attachments.responses import download
from kairan.notices.secret_links import bearer_of, kept_secret
from kairan.people.requests import MemberRequest
from kairan.people.terms import in_terms_of


@login_required
@require_POST
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Note that the page was really opened; the page itself sends this."""
    report = get_object_or_404(Report.objects.visible_to(request.user).delivered(), pk=pk)
    operations.mark_opened(report, recipient=request.user)
    return HttpResponse(status=204)


@login_required
@require_POST
def confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the seal of whoever is signed in."""
    received = Report.objects.delivered().filter(receipts__recipient=request.user)
    report = get_object_or_404(received.select_related("author"), pk=pk)
    form = SealForm(request.POST)
    if form.is_valid():
        operations.confirm(report, recipient=request.user, remark=form.remark())
    if request.htmx:
        return render(request, "report/show.html#answers", shown(report, request))
    return redirect(report)


@login_required
@require_POST
def comments(request: MemberRequest, pk: int) -> HttpResponse:
    """Say something below a report."""
    found = Report.objects.visible_to(request.user).delivered().select_related("author")
    report = get_object_or_404(found, pk=pk)
    form: RemarkForm | None = RemarkForm(request.POST)
    if form is not None and form.is_valid():
        operations.comment(report, author=request.user, remark=form.remark())
        if not request.htmx:
            return redirect(f"{report.get_absolute_url()}#comments")
        form = None
    partial = "#comments" if request.htmx else ""
    return render(request, f"report/show.html{partial}", shown(report, request, remark=form))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Show the report to whoever holds the link of its mail; only a POST confirms it."""
    mine = _receipt(kind, token)
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.confirm(mine.report, recipient=mine.recipient, remark=form.remark())
        return redirect("report:answer", kind, token)
    with in_terms_of(mine.recipient):
        response = render(
            request,
            "report/answer.html",
            {
                "report": mine.report,
                "files": [
                    (each, reverse("report:answer-file", args=[kind, token, each.pk]))
                    for each in mine.report.files.all()
                ],
                "mine": mine,
                "form": form,
            },
        )
    return kept_secret(response)


@require_safe
def file(_request: HttpRequest, kind: str, token: str, file: int) -> HttpResponse:
    """Hand a file of the report to whoever holds the link of its mail."""
    mine = _receipt(kind, token)
    return kept_secret(download(get_object_or_404(mine.report.files, pk=file)))


def _receipt(kind: str, token: str) -> Receipt:
    """Return the receipt to which ``token`` belongs; what it does not open does not exist."""
    bearer = bearer_of(token, kind, among={ReportDelivered.kind})
    receipts = Receipt.objects.of(bearer.person).select_related("report__author", "recipient")
    return get_object_or_404(receipts, report=bearer.number)
