"""What one has spent: the list by state, and the form for one line after the other."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.expense import table as tables
from kairan.apps.expense.forms import LineForm
from kairan.apps.expense.models import OPEN, Line, LineQuerySet, State
from kairan.apps.expense.operations import lines as operations
from kairan.apps.expense.sums import added, by_state
from kairan.attachments.responses import download, file_response
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

TO_CLAIM, ALL = "open", "all"
LAST_SHOWN = 5
MOST_IN_TABLE = 20_000


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show one's lines by state: by default those that one has still to claim."""
    mine = Line.objects.visible_to(request.user)
    shown = _shown(request)
    rows = _of_state(request).select_related("category").prefetch_related("receipts")
    sums = by_state(mine.totals(), State)
    return render(
        request,
        "expense/lines.html",
        {
            "page": page(request, rows, keys=["-spent_on", "-pk"]),
            "shown": shown,
            "sums": [
                (TO_CLAIM, _("To claim"), added(sums[state] for state in OPEN), shown == TO_CLAIM),
                *((state, state.label, sums[state], shown == state) for state in State),
                (ALL, _("All"), added(sums.values()), shown == ALL),
            ],
            "has_lines_to_claim": any(sums[state].count for state in OPEN),
        },
    )


@login_required
@require_safe
def table(request: MemberRequest) -> HttpResponse:
    """Hand out one's lines of a state as a CSV."""
    rows = _of_state(request).select_related("category").order_by("-spent_on", "-pk")
    name = f"{_('Expenses')}.csv"
    return file_response(tables.of_lines(rows[:MOST_IN_TABLE]), name=name, media_type="text/csv")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write down what was spent, one line after the other."""
    form = _form(request, None)
    if form.is_valid():
        line = operations.record(form.spent(), owner=request.user)
        messages.success(
            request,
            _("Kept: %(description)s, %(amount)s")
            % {"description": line.description, "amount": line.money},
        )
        if request.POST.get("then") == "next":
            query = urlencode({"on": line.spent_on.isoformat(), "category": str(line.category_id)})
            return redirect(f"{reverse('expense:new')}?{query}")
        return redirect("expense:index")
    return render(
        request,
        "expense/line.html",
        {
            "form": form,
            "latest": Line.objects.visible_to(request.user)
            .open()
            .select_related("category")
            .order_by("-pk")[:LAST_SHOWN],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a line; one that was claimed leads to its report."""
    mine = Line.objects.visible_to(request.user).select_related("report__claimant", "category")
    line = get_object_or_404(mine, pk=pk)
    if not line.is_open and line.report is not None:
        return redirect(line.report)
    form = _form(request, line)
    if form.is_valid():
        try:
            operations.change(line, form.spent())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The line is saved."))
            return redirect("expense:index")
    files = [
        (file, reverse("expense:file", args=[line.pk, file.pk])) for file in line.receipts.all()
    ]
    return render(request, "expense/line.html", {"form": form, "line": line, "files": files})


@login_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a line."""
    operations.remove(get_object_or_404(Line.objects.visible_to(request.user), pk=pk))
    messages.success(request, _("The line is deleted."))
    return redirect("expense:index")


@login_required
@require_safe
def file(request: MemberRequest, pk: int, file: int) -> HttpResponse:
    """Hand out a receipt of one's own."""
    line = get_object_or_404(Line.objects.visible_to(request.user), pk=pk)
    return download(get_object_or_404(line.receipts, pk=file))


def _shown(request: MemberRequest) -> str:
    wanted = request.GET.get("show", TO_CLAIM)
    return wanted if wanted in {*State.values, ALL} else TO_CLAIM


def _of_state(request: MemberRequest) -> LineQuerySet:
    rows = Line.objects.visible_to(request.user)
    shown = _shown(request)
    if shown == ALL:
        return rows
    return rows.open() if shown == TO_CLAIM else rows.filter(state=shown)


def _form(request: MemberRequest, line: Line | None) -> LineForm:
    is_post = request.method == "POST"
    return LineForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        line=line,
        again=_again(request),
    )


def _again(request: MemberRequest) -> dict[str, Any]:
    """Return day and category of the line before, which the next one most likely shares."""
    again: dict[str, Any] = {}
    try:
        again["spent_on"] = date.fromisoformat(request.GET.get("on", ""))
        again["category"] = int(request.GET.get("category", ""))
    except ValueError:
        return {}
    return again
