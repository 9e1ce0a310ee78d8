"""The directory: who works here, and how to reach them."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kairan.people.models import Address, Group, User, UserQuerySet
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

BY_NAME = ("last_name", "first_name", "login_id")


@require_safe
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """Show people by name; ``q`` searches, ``group`` narrows, ``left`` shows who has left."""
    shown = Address.objects.visible_to(request.user)
    people = _asked_for(request).prefetch_related(
        Prefetch("addresses", queryset=shown, to_attr="shown_addresses")
    )
    context = {
        "page": page(request, people, keys=BY_NAME),
        "groups": Group.objects.visible_to(request.user),
        "query": request.GET.get("q", ""),
        "group": request.GET.get("group", ""),
        "left": "left" in request.GET,
    }
    return render(request, "people/index.html", context)


@require_safe
@login_required
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one person, with the addresses that the reader may see."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    addresses = Address.objects.visible_to(request.user).filter(user=person)
    context = {"person": person, "addresses": addresses, "groups": person.groups.all()}
    return render(request, "people/show.html", context)


def _asked_for(request: MemberRequest) -> UserQuerySet:
    people = User.objects.visible_to(request.user)
    if "left" in request.GET and request.user.is_administrator:
        people = people.filter(is_active=False)
    else:
        people = people.active()
    group = request.GET.get("group", "")
    if group.isascii() and group.isdigit():
        people = people.in_group(int(group[:18]))
    addresses = Address.objects.visible_to(request.user)
    return people.matching(request.GET.get("q", "")[:100], among=addresses)
