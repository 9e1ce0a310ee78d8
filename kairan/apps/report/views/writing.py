"""Write a report: choose its kind, write, keep it as a draft, deliver it."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.report.forms.writing import ReportForm
from kairan.apps.report.models import Kind, Report
from kairan.apps.report.operations import reports as operations
from kairan.notices.rehearsing import as_narrowed, files_would_be_lost, is_rehearsal, rehearsed
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@login_required
@require_safe
def choose(request: MemberRequest) -> HttpResponse:
    """Let one choose among the kinds; where there is none, one writes at once."""
    kinds = list(Kind.objects.offered().defer("body"))
    if not kinds:
        return redirect("report:new-general")
    return render(request, "report/choose.html", {"kinds": kinds})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def general(request: MemberRequest) -> HttpResponse:
    """Write a report without a form."""
    return _write(request, _begun(request), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, kind: int) -> HttpResponse:
    """Write a report on the form of a kind."""
    # What was typed before the kind was retired is refused with a sentence, not lost.
    kinds = Kind.objects.all() if request.method == "POST" else Kind.objects.offered()
    return _write(request, _begun(request), get_object_or_404(kinds, pk=kind))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on writing a draft."""
    mine = Report.objects.written_by(request.user).select_related("kind")
    report = get_object_or_404(mine, pk=pk)
    return _write(request, report, report.kind)


@login_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    drafts = Report.objects.written_by(request.user).drafts()
    operations.discard(get_object_or_404(drafts, pk=pk))
    messages.success(request, _("The draft is thrown away."))
    return redirect("report:drafts")


def _begun(request: MemberRequest) -> Report | None:
    """Return what this very form has become already: a second click sends it a second time."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Report.objects.written_by(request.user).filter(key=key).first()


def _write(request: MemberRequest, report: Report | None, kind: Kind | None) -> HttpResponse:
    if report is not None and not report.is_draft:
        messages.warning(request, _("This report was delivered already and cannot be changed."))
        return redirect(report)
    is_post = request.method == "POST"
    form = ReportForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        author=request.user,
        kind=kind,
        report=report,
    )
    if not form.only_adds and form.is_valid():
        try:
            return _keep(request, form, report)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "report/write.html", {"form": form, "report": report, "kind": kind})


def _rehearse(request: MemberRequest, form: ReportForm, report: Report | None) -> HttpResponse:
    """Show who would get it, below the form as it was filled in."""
    draft, kind = form.draft(), form.kind
    if files_would_be_lost(request):
        report = operations.save_draft(draft, author=request.user, report=report)
        draft = replace(draft, attached=(), without=())
        form = ReportForm(request.POST, None, author=request.user, kind=kind, report=report)
        messages.info(request, _("Your files are kept in a draft. Nobody has been told."))
    tried = rehearsed(
        request, lambda: operations.deliver(draft, author=request.user, report=report)
    )
    context = {"form": form, "report": report, "kind": kind, "rehearsal": tried}
    return render(request, "report/write.html", context)


def _keep(request: MemberRequest, form: ReportForm, report: Report | None) -> HttpResponse:
    if is_rehearsal(request):
        return _rehearse(request, form, report)
    draft = form.draft()
    if request.POST.get("then") != "deliver":
        report = operations.save_draft(draft, author=request.user, report=report)
        messages.success(request, _("The draft is kept. Nobody has been told."))
        return redirect("report:edit", report.pk)
    with as_narrowed(request):
        report = operations.deliver(draft, author=request.user, report=report)
    told = ngettext(
        "The report went to %(count)s person.",
        "The report went to %(count)s people.",
        report.recipients_total,
    )
    messages.success(request, told % {"count": report.recipients_total})
    return redirect(report)
