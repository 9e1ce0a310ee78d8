"""Who administers Inventory, as a whole and for the items of each group."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.apps.inventory import operations
from kairan.apps.inventory.administrators import administers_everything
from kairan.apps.inventory.forms import AdministratorsForm
from kairan.apps.inventory.models import Keeper
from kairan.people.models import Group
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

P = ParamSpec("P")


def inventory_administrator_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let the administrators of Inventory and of the office in, refuse everybody else with 403."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not administers_everything(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@inventory_administrator_required
def index(request: MemberRequest) -> HttpResponse:
    """Choose who administers the whole inventory; lead to the groups."""
    kept = Keeper.objects.of_everything()
    form = _form(request, kept.selection())
    if form.is_valid():
        operations.entrust_everything(form.cleaned_data["people"], by=request.user)
        messages.success(request, _("The administrators are settled."))
        return redirect("inventory:administration")
    shown = page(request, Group.objects.all(), keys=["name", "pk"])
    names: dict[int, list[str]] = {each.pk: [] for each in shown.items}
    keepers = Keeper.objects.filter(item=None, group__in=shown.items)
    for each in keepers.select_related("person", "team").order_by("pk"):
        names[each.group_id or 0].append(str(each))
    groups = [(each, names[each.pk]) for each in shown.items]
    return render(
        request,
        "inventory/administration.html",
        {"form": form, "page": shown, "groups": groups},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@inventory_administrator_required
def group(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose who administers the items of one group."""
    found = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    form = _form(request, Keeper.objects.filter(item=None, group=found).selection())
    if form.is_valid():
        operations.entrust_group(found, form.cleaned_data["people"], by=request.user)
        messages.success(request, _("The administrators are settled."))
        return redirect("inventory:administration")
    return render(request, "inventory/group.html", {"form": form, "group": found})


def _form(request: MemberRequest, chosen: Any) -> AdministratorsForm:
    data = request.POST if request.method == "POST" else None
    return AdministratorsForm(data, initial={"people": chosen})
