"""Decisions from the mail, without signing in: the link shows the whole report, a POST decides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kairan.apps.expense.forms import DecisionForm
from kairan.apps.expense.models import Report
from kairan.apps.expense.notices import ReportClaimed
from kairan.apps.expense.views.reports import decide, rows
from kairan.apps.expense.way import way_of
from kairan.attachments.responses import download
from kairan.notices.secret_links import bearer_of, kept_secret
from kairan.people.models import User
from kairan.people.terms import in_terms_of


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Show the report to whoever holds the link of its mail; only a POST decides."""
    report, person = _asked(kind, token)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    with in_terms_of(person):
        if form.is_valid():
            decide(report, form, by=person)
            return redirect("expense:answer", kind, token)
        response = render(
            request,
            "expense/answer.html",
            {
                "report": report,
                "rows": rows(
                    report, lambda pk: reverse("expense:answer-file", args=[kind, token, pk])
                ),
                "way": way_of(report, person),
                "form": form,
            },
        )
    return kept_secret(response)


@require_safe
def file(_request: HttpRequest, kind: str, token: str, file: int) -> HttpResponse:
    """Hand a receipt to whoever holds the link of the mail."""
    report, _person = _asked(kind, token)
    return kept_secret(download(get_object_or_404(report.receipts, pk=file)))


def _asked(kind: str, token: str) -> tuple[Report, User]:
    """Return the report to which ``token`` belongs; what it does not open does not exist."""
    bearer = bearer_of(token, kind, among={ReportClaimed.kind})
    asked = Report.objects.asked_of(bearer.person).select_related("claimant", "decided_by")
    return get_object_or_404(asked, pk=bearer.number), bearer.person
