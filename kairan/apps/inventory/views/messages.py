"""What people write to those who answer for items."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kairan.apps.inventory import operations
from kairan.apps.inventory.forms import LetterForm
from kairan.apps.inventory.models import Item, Message
from kairan.apps.inventory.responsible import responsible_for
from kairan.notices.rehearsing import as_narrowed, is_rehearsal, rehearsed
from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

MOST, NAMES = 50, 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Write to those who answer for one item, or for those that were ticked."""
    items = _ticked(request) if pk is None else [_seen(request, pk)]
    if not items:
        messages.warning(request, _("Tick the items that you write about."))
        return redirect("inventory:index")
    form = LetterForm(request.POST if request.method == "POST" else None)
    rehearsal = None
    if form.is_valid():
        try:
            if not is_rehearsal(request):
                return _sent(request, form, items)
            rehearsal = rehearsed(request, lambda: _write(request, form, items))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "rehearsal": rehearsal, **_readers(request, items)}
    return render(request, "inventory/write.html", context)


def _sent(request: MemberRequest, form: LetterForm, items: list[Item]) -> HttpResponse:
    with as_narrowed(request):
        message = _write(request, form, items)
    messages.success(request, _("Your message is on its way."))
    return redirect(message)


def _write(request: MemberRequest, form: LetterForm, items: list[Item]) -> Message:
    return operations.write_to_administrators(items, form.letter(), by=request.user)


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one message, with those of its items that one sees."""
    mine = Message.objects.visible_to(request.user).select_related("writer")
    message = get_object_or_404(mine, pk=pk)
    items = Item.objects.visible_to(request.user).filter(messages=message).order_by("name", "pk")
    return render(
        request,
        "inventory/message.html",
        {"message": message, "items": items[:MOST], **_named(message.readers.all())},
    )


@login_required
@require_safe
def index(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what was written about an item, as far as one may read it."""
    item = _seen(request, pk)
    letters = Message.objects.visible_to(request.user).filter(items=item)
    shown = page(request, letters.select_related("writer"), keys=["-pk"])
    return render(request, "inventory/messages.html", {"item": item, "page": shown})


def _seen(request: MemberRequest, pk: int) -> Item:
    return get_object_or_404(Item.objects.visible_to(request.user), pk=pk)


def _ticked(request: MemberRequest) -> list[Item]:
    """Return the items that the form or the list names, among those that one sees."""
    named = request.POST if request.method == "POST" else request.GET
    ids = {each for each in named.getlist("item")[:MOST] if _is_number(each)}
    seen = Item.objects.visible_to(request.user).filter(pk__in=map(int, ids))
    return list(seen.order_by("name", "pk"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _readers(request: MemberRequest, items: list[Item]) -> dict[str, Any]:
    answering = responsible_for(items, besides=request.user)
    ids = {person for each in answering.values() for person in each.people}
    return {"items": items, **_named(User.objects.filter(pk__in=ids))}


def _named(people: QuerySet[User]) -> dict[str, Any]:
    """Return the first of ``people``, and how many there are besides."""
    return {"readers": people[:NAMES], "more_readers": max(0, people.count() - NAMES)}
