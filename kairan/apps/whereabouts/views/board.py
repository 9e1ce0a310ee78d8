"""The board, and saying where somebody is."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.whereabouts.board import lines
from kairan.apps.whereabouts.forms import PresenceForm, WhereForm
from kairan.apps.whereabouts.models import Presence, Standing
from kairan.apps.whereabouts.operations.standings import Where, mark
from kairan.apps.whereabouts.rights import spoken_for_by
from kairan.people.models import Address, Group, User
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

BY_NAME = ("last_name", "first_name", "login_id")
EVERYBODY = "all"


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show where people are: those of one group, at first of one's own, or everybody."""
    group = _group(request)
    people = User.objects.active()
    if group != EVERYBODY:
        people = people.in_group(int(group))
    query = request.GET.get("q", "")[:100]
    among = Address.objects.visible_to(request.user)
    shown = page(request, people.matching(query, among=among), keys=BY_NAME)
    moment = now()
    [mine] = lines([request.user], viewer=request.user, now=moment)
    context = {
        "page": shown,
        "lines": lines(shown.items, viewer=request.user, now=moment),
        "mine": mine,
        "presences": Presence.objects.offered(),
        "groups": Group.objects.visible_to(request.user),
        "group": group,
        "query": query,
    }
    return render(request, "whereabouts/index.html", context)


def _group(request: MemberRequest) -> str:
    """Return the id of the group to show, or that everybody is to be shown."""
    asked = request.GET.get("group", "")
    if asked.isascii() and asked.isdigit():
        return asked[:18]
    first = None if asked == EVERYBODY else request.user.groups.first()
    return str(first.pk) if first is not None else EVERYBODY


@login_required
@require_POST
def presence(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one click on the board: only the presence, all else that was said is gone."""
    person = get_object_or_404(spoken_for_by(request.user), pk=pk)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        raise Refused(_("This may not be chosen any more. Choose something else from the list."))
    mark(Where(presence=form.cleaned_data["presence"]), person=person, by=request.user)
    return redirect(_board(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """Say all about where somebody is: presence, place, until when, a note."""
    person = get_object_or_404(spoken_for_by(request.user), pk=pk)
    standing = Standing.objects.filter(person=person).select_related("presence").first()
    form = WhereForm(request.POST if request.method == "POST" else None, standing=standing)
    if form.is_valid():
        try:
            mark(form.where(), person=person, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The board shows it now."))
            return redirect(_board(request))
    context = {"form": form, "person": person, "is_me": person.pk == request.user.pk}
    context["group"] = request.GET.get("group", "")
    return render(request, "whereabouts/person.html", context)


def _board(request: MemberRequest) -> str:
    """Return the address of the board, with the group that was shown."""
    group = request.POST.get("group", "")
    is_known = group == EVERYBODY or (group.isascii() and group.isdigit())
    query = f"?{urlencode({'group': group})}" if is_known else ""
    return reverse("whereabouts:index") + query
