"""The stock list: filtered, searched, and as a file for a spreadsheet."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kairan.apps.inventory.administrators import administers_everything, may_add
from kairan.apps.inventory.models import Item, ItemQuerySet
from kairan.apps.inventory.stock_lists.writing import NAME, written
from kairan.attachments.responses import file_response
from kairan.people.models import Group
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

FILTERS = {
    "all": pgettext_lazy("inventory", "In use"),
    "low": pgettext_lazy("inventory", "Low"),
    "mine": _("Mine to manage"),
    "retired": pgettext_lazy("inventory", "Retired"),
}


@dataclass(frozen=True)
class Asked:
    """What the query string asks for; what makes no sense in it counts as nothing."""

    show: str
    query: str
    group: str

    @classmethod
    def of(cls, request: MemberRequest) -> "Asked":
        show = request.GET.get("show", "")
        return cls(
            show=show if show in FILTERS else "all",
            query=request.GET.get("q", "")[:100],
            group=request.GET.get("group", "")[:18],
        )

    def items(self, request: MemberRequest) -> ItemQuerySet:
        """Return the items that are asked for, among those that one sees."""
        items = Item.objects.visible_to(request.user)
        if self.show == "retired":
            items = items.retired()
        elif self.show == "low":
            items = items.low()
        elif self.show == "mine":
            items = items.in_use().answered_for_by(request.user.pk)
        else:
            items = items.in_use()
        if self.group == "shared":
            items = items.filter(is_shared=True)
        elif self.group.isascii() and self.group.isdigit():
            items = items.filter(group=int(self.group))
        return items.matching(self.query)


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what there is, and how much of it."""
    asked = Asked.of(request)
    items = asked.items(request).select_related("group")
    return render(
        request,
        "inventory/index.html",
        {
            "page": page(request, items, keys=["name", "pk"]),
            "asked": asked,
            "filters": [(key, label, key == asked.show) for key, label in FILTERS.items()],
            "groups": Group.objects.visible_to(request.user),
            **_doors(request),
        },
    )


def _doors(request: MemberRequest) -> dict[str, Any]:
    return {
        "may_add": may_add(request.user),
        "administers": administers_everything(request.user),
    }


@login_required
@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """Hand the list that the query string asks for to a spreadsheet."""
    items = Asked.of(request).items(request).select_related("group").order_by("name", "pk")
    return file_response(written(items.iterator()), name=str(NAME), media_type="text/csv")
