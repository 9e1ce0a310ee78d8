"""Whose calendars a page shows, and on which days, as its address says."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from kairan.apps.schedule.forms import WhoForm
from kairan.apps.schedule.weeks import day_named
from kairan.people.models import Group, User, UserQuerySet
from kairan.people.picker import Selection
from kairan.people.requests import MemberRequest

MOST_NAMED = 200
MOST_GROUPS_LISTED = 500


def day_asked(request: MemberRequest) -> date:
    """Return the day the page is about; without a good one, today."""
    return day_named(request.GET.get("date", "")) or localdate()


def person_asked(request: MemberRequest) -> User:
    """Return whose calendar the page shows: one's own, unless it names somebody else."""
    number = request.GET.get("person", "")
    if not is_number(number) or int(number) == request.user.pk:
        return request.user
    return get_object_or_404(User.objects.visible_to(request.user), pk=int(number))


def is_number(text: str) -> bool:
    """Return whether ``text`` is a number that a database knows."""
    return text.isascii() and text.isdigit() and len(text) < 19


@dataclass(frozen=True)
class Crowd:
    """The people of a page with a row for each: a group, or people chosen one by one."""

    groups: list[Group]
    group: Group | None
    chosen: Selection
    form: WhoForm
    viewer: User

    @cached_property
    def people(self) -> UserQuerySet:
        """Return those who are shown."""
        active = User.objects.active()
        if self.chosen:
            members = User.groups.through.objects.filter(
                group_id__in=self.chosen.groups[:MOST_NAMED], user_id=OuterRef("pk")
            )
            return active.filter(Q(pk__in=self.chosen.people[:MOST_NAMED]) | Exists(members))
        if self.group is not None:
            return active.in_group(self.group.pk)
        return active.filter(pk=self.viewer.pk)

    @property
    def query(self) -> str:
        """Return what in an address leads to the same people, with a leading ``&``."""
        if self.chosen:
            named = [("who", f"person:{pk}") for pk in self.chosen.people]
            named += [("who", f"group:{pk}") for pk in self.chosen.groups]
            return f"&{urlencode(named)}"
        return f"&group={self.group.pk}" if self.group is not None else ""


def crowd_asked(request: MemberRequest) -> Crowd:
    """Return whom the page shows: those it names, else the first group one is in, else oneself."""
    groups = list(Group.objects.visible_to(request.user).order_by("name")[:MOST_GROUPS_LISTED])
    asks = any(key.startswith("who") for key in request.GET)
    form = WhoForm(request.GET if asks else None)
    chosen = Selection()
    if asks and form.is_valid():
        chosen = form.cleaned_data["who"]
    return Crowd(groups, _group_asked(request, groups), chosen, form, request.user)


def _group_asked(request: MemberRequest, groups: list[Group]) -> Group | None:
    wanted = request.GET.get("group", "")
    found = next((group for group in groups if str(group.pk) == wanted), None)
    return found or request.user.groups.order_by("name").first()
