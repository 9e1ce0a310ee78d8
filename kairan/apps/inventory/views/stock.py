"""The page of an item: what is on hand, how it came to that, and what comes and goes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kairan.apps.inventory import operations
from kairan.apps.inventory.forms import MovementForm
from kairan.apps.inventory.models import Item, Message
from kairan.apps.inventory.quantities import with_unit
from kairan.apps.inventory.responsible import responsible_for
from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

LINES, LETTERS, NAMES = 20, 5, 10


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an item, its ledger, and what was written about it."""
    item = _seen(request, pk)
    return render(request, "inventory/show.html", _shown(request, item))


@login_required
@require_POST
def movements(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a line of the ledger."""
    item = _seen(request, pk)
    form = MovementForm(request.POST, by=request.user, keeps=_keeps(request, item))
    if form.is_valid():
        try:
            done = operations.move(item, form.move(), by=request.user)
        except Refused as refusal:
            form.add_error("quantity", str(refusal))
        else:
            left = with_unit(done.balance, item.unit)
            messages.success(request, _("Written down. On hand now: %(left)s.") % {"left": left})
            return redirect(item)
    item.refresh_from_db()
    return render(request, "inventory/show.html", _shown(request, item, form))


def _seen(request: MemberRequest, pk: int) -> Item:
    return get_object_or_404(Item.objects.visible_to(request.user).select_related("group"), pk=pk)


def _keeps(request: MemberRequest, item: Item) -> bool:
    return Item.objects.kept_by(request.user).filter(pk=item.pk).exists()


def _shown(request: MemberRequest, item: Item, form: MovementForm | None = None) -> dict[str, Any]:
    keeps = _keeps(request, item)
    lines = item.movements.select_related("by", "person")
    letters = Message.objects.visible_to(request.user).filter(items=item)
    answering = responsible_for([item])[item.pk]
    files = [
        (each, reverse("inventory:file", args=[item.pk, each.pk])) for each in item.files.all()
    ]
    return {
        "item": item,
        "keeps": keeps,
        "may_move": not item.is_retired and (keeps or item.is_self_service),
        "form": form or MovementForm(None, by=request.user, keeps=keeps),
        "page": page(request, lines, keys=["-pk"], size=LINES),
        "letters": letters.select_related("writer").order_by("-pk")[:LETTERS],
        "answering": User.objects.filter(pk__in=sorted(answering.people)[:NAMES]),
        "more_answering": max(0, len(answering.people) - NAMES),
        "role": answering.role,
        "files": [each for each in files if not is_picture(each[0].media_type)],
        "pictures": [each for each in files if is_picture(each[0].media_type)],
    }


def is_picture(media_type: str) -> bool:
    """Whether browsers draw it, and draw only."""
    return media_type in {"image/jpeg", "image/png", "image/gif", "image/webp"}
