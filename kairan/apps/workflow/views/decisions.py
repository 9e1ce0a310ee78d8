"""What approvers decide on the page of a paper, and whom administrators let decide instead."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kairan.apps.workflow.forms.papers import DecisionForm, HandOverForm
from kairan.apps.workflow.models import Paper
from kairan.apps.workflow.operations import decisions as operations
from kairan.apps.workflow.views.papers import open_seats, shown
from kairan.people.access import administrator_required
from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused

VERBS: dict[str, Callable[..., None]] = {
    "approval": operations.approve,
    "return": operations.send_back,
    "denial": operations.deny,
}
DONE = {
    "approval": gettext_lazy("You have approved this application."),
    "return": gettext_lazy("You have sent this application back."),
    "denial": gettext_lazy("You have denied this application."),
}


@login_required
@require_POST
def approval(request: MemberRequest, pk: int) -> HttpResponse:
    """Approve."""
    return _decide(request, pk, "approval")


@login_required
@require_POST
def sending_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the paper back to its applicant."""
    return _decide(request, pk, "return")


@login_required
@require_POST
def denial(request: MemberRequest, pk: int) -> HttpResponse:
    """Deny for good."""
    return _decide(request, pk, "denial")


@administrator_required
@require_POST
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    """Let somebody decide in place of one who cannot."""
    paper = get_object_or_404(Paper.objects.visible_to(request.user).sent(), pk=pk)
    form = HandOverForm(request.POST, seats=open_seats(paper))
    if not form.is_valid():
        context = {**shown(request, paper), "hand_over": form}
        return render(request, "workflow/show.html", context)
    [to] = User.objects.visible_to(request.user).filter(pk=form.cleaned_data["to"])
    operations.hand_over(paper, seat=form.cleaned_data["seat"], to=to, by=request.user)
    messages.success(request, _("%(person)s decides instead.") % {"person": to})
    return redirect(paper)


def _decide(request: MemberRequest, pk: int, verb: str) -> HttpResponse:
    visible = Paper.objects.visible_to(request.user).sent()
    paper = get_object_or_404(visible.select_related("author", "version__form"), pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            VERBS[verb](paper, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[verb])
            return redirect(paper)
    return render(request, "workflow/show.html", shown(request, paper, form), status=409)
