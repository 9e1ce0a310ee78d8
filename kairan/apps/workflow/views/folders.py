"""The folders: what I have to decide, what I sent, what I decided, and all."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kairan.approvals.models import Seat, SeatQuerySet
from kairan.apps.workflow.models import Paper, PaperQuerySet
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

MINE = {
    "drafts": (_("Drafts"), [Paper.State.DRAFT]),
    "running": (_("Under way"), [Paper.State.RUNNING]),
    "returned": (_("Sent back"), [Paper.State.RETURNED]),
    "done": (_("Done"), list(Paper.DONE)),
}
DECISIONS = {
    "approved": (_("Approved"), Seat.State.APPROVED),
    "returned": (_("Sent back"), Seat.State.RETURNED),
    "denied": (_("Denied"), Seat.State.DENIED),
}


@login_required
@require_safe
def to_decide(request: MemberRequest) -> HttpResponse:
    """Show what waits for my decision, the oldest first."""
    turns = _with_papers(Seat.objects.turns_of(request.user).in_app("workflow"))
    return render(request, "workflow/to_decide.html", {"page": page(request, turns, keys=["pk"])})


@login_required
@require_safe
def decided(request: MemberRequest) -> HttpResponse:
    """Show what I have decided, the latest first."""
    seats = _with_papers(Seat.objects.decided_by(request.user).in_app("workflow"))
    shown = request.GET.get("show", "")
    if shown in DECISIONS:
        seats = seats.filter(state=DECISIONS[shown][1])
    filters = [
        ("", _("All"), shown not in DECISIONS),
        *[(key, label, key == shown) for key, (label, _state) in DECISIONS.items()],
    ]
    return render(
        request,
        "workflow/decided.html",
        {"page": page(request, seats, keys=["-pk"]), "filters": filters},
    )


@login_required
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """Show what I have applied for, and begun to write."""
    papers = Paper.objects.written_by(request.user)
    shown = request.GET.get("show", "")
    if shown in MINE:
        papers = papers.filter(state__in=MINE[shown][1])
    filters = [
        ("", _("All"), shown not in MINE),
        *[(key, label, key == shown) for key, (label, _states) in MINE.items()],
    ]
    return render(
        request,
        "workflow/mine.html",
        {"page": page(request, _with_form(papers), keys=["-pk"]), "filters": filters},
    )


@administrator_required
@require_safe
def everything(request: MemberRequest) -> HttpResponse:
    """Show administrators what was ever sent."""
    papers = Paper.objects.visible_to(request.user).sent()
    states = [state for state in Paper.State if state is not Paper.State.DRAFT]
    shown = request.GET.get("show", "")
    if shown in states:
        papers = papers.filter(state=shown)
    filters = [
        ("", _("All"), shown not in states),
        *[(state.value, state.label, state.value == shown) for state in states],
    ]
    return render(
        request,
        "workflow/everything.html",
        {
            "page": page(request, _with_form(papers).select_related("author"), keys=["-pk"]),
            "filters": filters,
        },
    )


def _with_papers(seats: SeatQuerySet) -> SeatQuerySet:
    return seats.select_related(
        "course__submission__paper__author", "course__submission__version__form"
    )


def _with_form(papers: PaperQuerySet) -> PaperQuerySet:
    return papers.select_related("version__form")
