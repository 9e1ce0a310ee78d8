"""Finds mail by its words, as one types."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url

from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.webmail.models import Message
from kairan.webmail.searching.hits import hits
from kairan.webmail.searching.queries import read
from kairan.webmail.searching.results import search
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around, goals

MOST_WAITING = 1_000
_PLACES = ("after", "before")


@webmail_required
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show the mails that have what is looked for, in whichever folder, newest first."""
    found = _found(request)
    if request.htmx:
        response = render(request, "webmail/search.html#found", {**goals(request.user), **found})
        address = f"{request.path}?{urlencode({'q': found['query']})}"
        # One step back leads to where the search began, however many letters were typed.
        was_here = request.htmx.current_url_abs_path or ""
        is_here = was_here.startswith(reverse("webmail:search"))
        return replace_url(response, address) if is_here else push_url(response, address)
    return render(request, "webmail/search.html", {**around(request.user), **found})


def _found(request: MemberRequest) -> dict[str, Any]:
    query = request.GET.get("q", "").strip()
    asked = read(query, request.user)
    if asked.is_empty:
        return {"query": query, "sentences": asked.sentences, "asks": False}
    page = search(
        asked, query, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return {
        "query": query,
        "sentences": asked.sentences,
        "asks": True,
        "page": page,
        "hits": hits(page.items, asked),
        "listed": ",".join(str(each.pk) for each in page.items),
        "place": urlencode({each: request.GET[each] for each in _PLACES if each in request.GET}),
        "waiting": _waiting(request.user),
    }


def _waiting(person: User) -> int:
    """Return how many mails the index does not have yet, up to a number that says "many"."""
    mails = Message.objects.filter(owner=person, is_searchable=False)
    return len(mails.values_list("pk", flat=True)[:MOST_WAITING])
