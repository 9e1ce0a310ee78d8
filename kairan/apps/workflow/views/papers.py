"""One paper: choose a form, write it, send it, read it, withdraw it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.approvals.models import Seat, SeatQuerySet
from kairan.approvals.routes import plan
from kairan.approvals.seals import foreseen
from kairan.apps.workflow.forms.papers import DecisionForm, HandOverForm, PaperForm
from kairan.apps.workflow.models import Form, Paper, PaperQuerySet, Version
from kairan.apps.workflow.operations import papers as operations
from kairan.apps.workflow.views.reading import last_way, sendings, sent_file
from kairan.attachments.responses import download
from kairan.notices.rehearsal import Rehearsal
from kairan.notices.rehearsing import as_narrowed, files_would_be_lost, is_rehearsal, rehearsed
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@login_required
@require_safe
def choose(request: MemberRequest) -> HttpResponse:
    """Show what one may apply for."""
    forms = Form.objects.visible_to(request.user).in_use()
    return render(request, "workflow/choose.html", {"forms": forms})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, form: int) -> HttpResponse:
    """Write an application."""
    wanted = get_object_or_404(
        Form.objects.visible_to(request.user).in_use().select_related("route"), pk=form
    )
    return _write(request, wanted.latest, _begun(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Go on writing a draft, with the newest questions; or mend what came back, with its own."""
    mine = Paper.objects.written_by(request.user).select_related("version__form__route")
    paper = get_object_or_404(mine, pk=pk)
    version = paper.version.form.latest if paper.is_draft else paper.version
    return _write(request, version, paper)


def _begun(request: MemberRequest) -> Paper | None:
    """Return what this very form has become already: a second click sends it a second time."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Paper.objects.written_by(request.user).filter(key=key).first()


def _write(request: MemberRequest, version: Version, paper: Paper | None) -> HttpResponse:
    if paper is not None and not paper.can_be_edited:
        messages.warning(request, _("This application has been sent already."))
        return redirect(paper)
    is_post = request.method == "POST"
    form = PaperForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        version=version,
        paper=paper,
        leaves=request.POST.get("then") == "send" or is_rehearsal(request),
    )
    if form.is_valid():
        try:
            return _keep(request, form, paper)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _shown_form(request, form, paper)


def _shown_form(
    request: MemberRequest,
    form: PaperForm,
    paper: Paper | None,
    rehearsal: Rehearsal | None = None,
) -> HttpResponse:
    about = form.version.form
    return render(
        request,
        "workflow/write.html",
        {
            "form": form,
            "paper": paper,
            "said": last_way(paper) if paper is not None else [],
            "about": about,
            "stages": foreseen(plan(about.route), applicant=request.user),
            "rehearsal": rehearsal,
        },
    )


def _rehearse(request: MemberRequest, form: PaperForm, paper: Paper | None) -> HttpResponse:
    """Show who would get it, below the form as it was filled in."""
    written = form.written()
    if files_would_be_lost(request):
        paper = operations.save_draft(written, author=request.user, paper=paper)
        written = replace(written, attached={}, without=frozenset())
        form = PaperForm(request.POST, None, version=form.version, paper=paper, leaves=True)
        messages.info(request, _("Your files are kept in a draft. Nobody has been told."))
    tried = rehearsed(request, lambda: operations.send(written, author=request.user, paper=paper))
    return _shown_form(request, form, paper, rehearsal=tried)


def _keep(request: MemberRequest, form: PaperForm, paper: Paper | None) -> HttpResponse:
    if is_rehearsal(request):
        return _rehearse(request, form, paper)
    written = form.written()
    if request.POST.get("then") != "send":
        paper = operations.save_draft(written, author=request.user, paper=paper)
        messages.success(request, _("What you have written is kept. Nobody has been told."))
        return redirect("workflow:edit", paper.pk)
    with as_narrowed(request):
        paper = operations.send(written, author=request.user, paper=paper)
    messages.success(request, _("The application is on its way to the first approvers."))
    return redirect(paper)


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a paper: what was sent, the way it goes, and who was told."""
    paper = get_object_or_404(_visible(request), pk=pk)
    if paper.is_draft:
        return redirect("workflow:edit", paper.pk)
    return render(request, "workflow/show.html", shown(request, paper))


def shown(
    request: MemberRequest, paper: Paper, decision: DecisionForm | None = None
) -> dict[str, Any]:
    """Return what the page of ``paper`` needs for this person."""
    latest, *earlier = sendings(
        paper, address=lambda file: reverse("workflow:file", args=[paper.pk, file.pk])
    )
    course = latest.submission.course
    turn = Seat.objects.turns_of(request.user).filter(course=course).first()
    hands_over = request.user.is_administrator and paper.is_under_way
    return {
        "paper": paper,
        "latest": latest,
        "earlier": earlier,
        "turn": turn,
        "decision": (decision or DecisionForm()).shown_with(course.pk),
        "is_author": paper.author_id == request.user.pk,
        "hand_over": HandOverForm(None, seats=open_seats(paper)) if hands_over else None,
    }


def open_seats(paper: Paper) -> SeatQuerySet:
    """Return the seats of ``paper`` at which somebody has still to decide."""
    seats = Seat.objects.filter(course__submission__paper=paper, course__state="running")
    still = seats.filter(state__in=[Seat.State.AHEAD, Seat.State.ASKED])
    return still.select_related("step", "person").order_by("step__number", "pk")


@login_required
@require_safe
def file(request: MemberRequest, pk: int, file: int) -> HttpResponse:
    """Hand out a file: to its applicant any, to others what was sent."""
    paper = get_object_or_404(_visible(request), pk=pk)
    if paper.author_id == request.user.pk:
        return download(get_object_or_404(paper.files, pk=file))
    found = sent_file(paper, file)
    if found is None:
        raise Http404
    return download(found)


@login_required
@require_POST
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a paper back."""
    paper = get_object_or_404(Paper.objects.written_by(request.user).sent(), pk=pk)
    operations.withdraw(paper, by=request.user)
    messages.success(
        request, _("The application is withdrawn. You may change it and send it again.")
    )
    return redirect(paper)


@login_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    mine = Paper.objects.written_by(request.user)
    operations.discard(get_object_or_404(mine, pk=pk))
    messages.success(request, _("The draft is thrown away."))
    return redirect("workflow:mine")


def _visible(request: MemberRequest) -> PaperQuerySet:
    visible = Paper.objects.visible_to(request.user)
    return visible.select_related("author", "version__form")
