"""One report as it was delivered: its text, its seals, what was said below it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kairan.apps.report.forms.remarks import RemarkForm, SealForm
from kairan.apps.report.models import Report
from kairan.attachments.responses import download
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

SEALS_SHOWN = 60
COMMENTS_SHOWN = 50


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a report: what it says, who has confirmed, what was said, and who was told."""
    found = Report.objects.visible_to(request.user).select_related("author")
    report = get_object_or_404(found, pk=pk)
    if report.is_draft:
        return redirect("report:edit", report.pk)
    return render(request, "report/show.html", shown(report, request))


@login_required
@require_safe
def file(request: MemberRequest, pk: int, file: int) -> HttpResponse:
    """Hand out one of the files of a report."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    return download(get_object_or_404(report.files, pk=file))


def shown(
    report: Report, request: MemberRequest, *, remark: RemarkForm | None = None
) -> dict[str, object]:
    """Return what the page of ``report`` needs for this person."""
    order = ["-confirmed_at", "pk"] if report.confirmed_total else ["pk"]
    comments = page(
        request, report.comments.select_related("author"), keys=["-pk"], size=COMMENTS_SHOWN
    )
    return {
        "report": report,
        "files": [
            (file, reverse("report:file", args=[report.pk, file.pk])) for file in report.files.all()
        ],
        "mine": report.receipts.of(request.user).first(),
        "is_author": report.author_id == request.user.pk,
        "seals": report.receipts.select_related("recipient").order_by(*order)[:SEALS_SHOWN],
        "more_seals": max(0, report.recipients_total - SEALS_SHOWN),
        "comments": comments.items[::-1],
        "earlier": comments.next,
        "later": comments.previous,
        "seal_form": SealForm(),
        "remark_form": remark or RemarkForm(),
    }
