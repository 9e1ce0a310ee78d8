"""What one does to mails where they are listed: to many at once, or a star to one."""

from collections.abc import Iterable
from dataclasses import asdict
from secrets import token_urlsafe

from django.contrib import messages as notes
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail import operations
from kairan.webmail.jobs.selections import change_all
from kairan.webmail.models import Label, Message
from kairan.webmail.reading.lines import lines
from kairan.webmail.reading.listings import named, number_in
from kairan.webmail.sorting.labels import set_labels
from kairan.webmail.sorting.undoing import Moved, carry_out, move_back
from kairan.webmail.threads.reading import whole
from kairan.webmail.views.access import webmail_required
from kairan.webmail.writing.carrying import MOST as MOST_CARRIED
from kairan.webmail.writing.carrying import forward_attached

MOST = 1000
MOVED = "webmail-moved"


@webmail_required
@require_POST
def selection(request: MemberRequest) -> HttpResponse:
    """Do one thing to the ticked mails, to all of the page, or to all of the list."""
    words = request.POST.get("then", "")
    if words == "forward":
        draft = forward_attached(_few(request), by=request.user)
        return redirect("webmail:draft", draft.pk)
    listing = named(request.POST.get("listing", ""), request.user)
    if request.POST.get("scope") == "all" and listing is not None:
        request.session.pop(MOVED, None)
        return redirect("webmail:job", change_all(listing, words, by=request.user).pk)
    chosen = _chosen(request)
    changed, moved = carry_out(words, chosen, by=request.user)
    told = _told(changed)
    notes.success(request, _undoable(request, told, moved) if moved.places else told)
    return _back(request)


@webmail_required
@require_POST
def moving_back(request: MemberRequest) -> HttpResponse:
    """Take back what moved mails last in this browser, if that is what the button stood for."""
    kept = dict(request.session.get(MOVED, {}))
    key = kept.pop("key", "")
    if not key or key != request.POST.get("key"):
        raise Refused(_("Something else was moved since then. Nothing has been taken back."))
    del request.session[MOVED]
    notes.success(request, _told(move_back(Moved(**kept), by=request.user)))
    return _back(request)


@webmail_required
@require_POST
def star(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a mail a star, or take it off; the button that was pressed is drawn anew."""
    mine = Message.objects.visible_to(request.user)
    message = get_object_or_404(mine, pk=pk)
    message.is_starred = request.POST.get("star") == "yes"
    operations.star(mine.filter(pk=pk), is_starred=message.is_starred)
    if request.htmx:
        return render(request, "webmail/_star.html", {"line": next(lines([message]))})
    return _back(request)


@webmail_required
@require_POST
def labels(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave exactly the ticked labels on a mail."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    ticked = [number_in(each) for each in request.POST.getlist("label")]
    set_labels(message, Label.objects.visible_to(request.user).filter(pk__in=ticked))
    return redirect("webmail:message", pk)


def _told(count: int) -> str:
    told = ngettext("%(count)s mail changed.", "%(count)s mails changed.", count)
    return told % {"count": count}


def _undoable(request: MemberRequest, told: str, moved: Moved) -> str:
    """Return what was ``told``, with a button that takes back what was ``moved``."""
    key = token_urlsafe(8)
    request.session[MOVED] = {"key": key, **asdict(moved)}
    place = {name: request.POST.get(name, "") for name in ("listing", "place", "query")}
    return render_to_string("webmail/_changed.html", {"told": told, "key": key, **place}, request)


def _chosen(request: MemberRequest) -> QuerySet[Message]:
    """Return the mails that are ticked, or those that the page listed."""
    numbers = request.POST.getlist("message")
    if request.POST.get("scope") == "page":
        numbers = request.POST.get("listed", "").split(",")
    chosen = [number_in(each) for each in numbers[:MOST]]
    mine = Message.objects.visible_to(request.user)
    rows = mine.filter(pk__in=chosen)
    return mine.filter(pk__in=whole(rows).values("pk")) if "folded" in request.POST else rows


def _few(request: MemberRequest) -> Iterable[Message]:
    """Return the mails that travel in one letter, oldest first; of all mail of a list none."""
    if request.POST.get("scope") == "all":
        return []
    return _chosen(request).order_by("arranged_at", "pk")[: MOST_CARRIED + 1]


def _back(request: MemberRequest) -> HttpResponse:
    """Lead back to the page of the list, or of what was found, that was before the person."""
    place, query = (request.POST.get(name, "") for name in ("place", "query"))
    if query:
        return redirect(f"{reverse('webmail:search')}?{urlencode({'q': query})}&{place}")
    listing = named(request.POST.get("listing", ""), request.user)
    if listing is None:
        return redirect("webmail:index")
    return redirect(f"{listing.url}?{place}" if place else listing.url)
