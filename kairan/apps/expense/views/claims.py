"""Claim: tick lines and put them before one's approval users as one report."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.apps.expense.approvers import candidates_for, chosen_by
from kairan.apps.expense.forms import ClaimForm
from kairan.apps.expense.models import Line, Report
from kairan.apps.expense.operations import reports as operations
from kairan.apps.expense.sums import Sum, added
from kairan.notices.rehearsing import as_narrowed, is_rehearsal, rehearsed
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: MemberRequest) -> HttpResponse:
    """Show what can be claimed, all of it ticked; a POST claims what is still ticked."""
    is_post = request.method == "POST"
    form = ClaimForm(request.POST if is_post else None, initial={"key": uuid4()})
    rehearsal = None
    if form.is_valid():
        try:
            if not is_rehearsal(request):
                return _claimed(request, form)
            rehearsal = rehearsed(request, lambda: _claim(request, form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    mine = Line.objects.visible_to(request.user).open().select_related("category")
    lines = list(mine.order_by("spent_on", "pk")[: operations.MOST_LINES])
    chosen = chosen_by(request.user)
    return render(
        request,
        "expense/claim.html",
        {
            "form": form,
            "rehearsal": rehearsal,
            "lines": lines,
            "ticked": _ticked(request) if is_post else _first_currency(lines),
            "sum": added(Sum(1, {line.currency: line.amount}) for line in lines),
            "chosen": chosen,
            "has_candidates": bool(chosen.usable or candidates_for(request.user)),
        },
    )


def _claimed(request: MemberRequest, form: ClaimForm) -> HttpResponse:
    with as_narrowed(request):
        report = _claim(request, form)
    messages.success(request, _("The expense report is claimed."))
    return redirect(report)


def _claim(request: MemberRequest, form: ClaimForm) -> Report:
    return operations.claim(form.claim(_ticked(request)), claimant=request.user)


def _ticked(request: MemberRequest) -> list[int]:
    values = request.POST.getlist("line")
    return [int(each) for each in values if each.isascii() and each.isdigit() and len(each) < 19]


def _first_currency(lines: list[Line]) -> list[int]:
    """Return the ids of all lines that can be claimed together with the first."""
    return [line.pk for line in lines if line.currency == lines[0].currency]
