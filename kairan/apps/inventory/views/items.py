"""An item: add it, change what is said of it, retire it, take it into use again."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kairan.apps.inventory import operations
from kairan.apps.inventory.administrators import (
    administers_everything,
    groups_administered_by,
    may_add,
)
from kairan.apps.inventory.forms import ItemForm
from kairan.apps.inventory.models import Item
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Take an item into the inventory."""
    if not may_add(request.user):
        raise PermissionDenied
    if (begun := _begun(request)) is not None:
        return redirect(begun)
    form = _form(request)
    if form.is_valid():
        try:
            item = operations.add_item(
                form.details(),
                by=request.user,
                on_hand=form.cleaned_data["on_hand"] or Decimal(0),
                key=form.cleaned_data["key"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The item stands in the inventory now."))
            return redirect(item)
    return render(request, "inventory/edit.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Say something else of an item."""
    item = _kept(request, pk)
    form = _form(request, item)
    if form.is_valid():
        try:
            operations.change_item(
                item, form.details(), by=request.user, version=form.cleaned_data["version"]
            )
        except Refused as refusal:
            item.refresh_from_db()
            form.stand_beside(item)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("What you changed is kept."))
            return redirect(item)
    return render(request, "inventory/edit.html", {"form": form, "item": item})


@login_required
@require_POST
def retirement(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an item out of use."""
    item = _kept(request, pk)
    operations.retire(item, by=request.user)
    messages.success(request, _("The item is retired. Its movements stay readable."))
    return redirect(item)


@login_required
@require_POST
def reinstatement(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a retired item into use again."""
    item = _kept(request, pk)
    operations.reinstate(item, by=request.user)
    messages.success(request, _("The item is in use again."))
    return redirect(item)


def _kept(request: MemberRequest, pk: int) -> Item:
    return get_object_or_404(Item.objects.kept_by(request.user).select_related("group"), pk=pk)


def _begun(request: MemberRequest) -> Item | None:
    """Return what this very form has become already: a second click sends it a second time."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Item.objects.visible_to(request.user).filter(created_by=request.user, key=key).first()


def _form(request: MemberRequest, item: Item | None = None) -> ItemForm:
    is_post = request.method == "POST"
    return ItemForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        groups=groups_administered_by(request.user),
        may_share=administers_everything(request.user),
        item=item,
    )
