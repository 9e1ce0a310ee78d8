"""The lists that administrators keep: presences, and what callers ask for."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.whereabouts.forms import PresenceLineForm, RequestLineForm
from kairan.apps.whereabouts.models import Listed, Presence, Request
from kairan.apps.whereabouts.operations.lists import keep, strike
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest

FORMS: dict[str, type[PresenceLineForm | RequestLineForm]] = {
    "presences": PresenceLineForm,
    "requests": RequestLineForm,
}


@administrator_required
@require_safe
def lists(request: MemberRequest) -> HttpResponse:
    """Show both lists whole: they are as long as people like to choose from."""
    context = {"presences": Presence.objects.all(), "requests": Request.objects.all()}
    return render(request, "whereabouts/lists.html", context)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, which: str) -> HttpResponse:
    """Put a line into one of the lists."""
    return _write(request, which, None)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, which: str, pk: int) -> HttpResponse:
    """Change a line of one of the lists."""
    return _write(request, which, get_object_or_404(_rows(which), pk=pk))


@administrator_required
@require_POST
def removal(request: MemberRequest, which: str, pk: int) -> HttpResponse:
    """Take a line out of its list."""
    strike(get_object_or_404(_rows(which), pk=pk))
    messages.success(request, _("It is deleted."))
    return redirect("whereabouts:lists")


def _rows(which: str) -> QuerySet[Any]:
    rows: dict[str, QuerySet[Any]] = {
        "presences": Presence.objects.all(),
        "requests": Request.objects.all(),
    }
    if which not in rows:
        raise Http404
    return rows[which]


def _write(request: MemberRequest, which: str, line: Listed | None) -> HttpResponse:
    _rows(which)
    form = FORMS[which](request.POST if request.method == "POST" else None, instance=line)
    if form.is_valid():
        keep(form.instance)
        messages.success(request, _("It is kept in the list."))
        return redirect("whereabouts:lists")
    return render(request, "whereabouts/line.html", {"form": form, "which": which, "line": line})
