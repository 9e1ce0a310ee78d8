"""The list of contacts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kairan.addressbook.listing import BY_NAME, Listing
from kairan.addressbook.models import Book, ContactGroup
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

MOST_GROUPS = 200


@require_safe
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """Show contacts by name: ``q`` searches, ``book`` and ``initial`` narrow."""
    books = list(Book.objects.visible_to(request.user).in_order())
    editable = list(Book.objects.editable_by(request.user).in_order())
    listing = Listing.asked_for(request.GET, by=request.user, books=books)
    rows = listing.contacts.select_related("book").prefetch_related("addresses")
    shown = {
        "page": page(request, rows, keys=BY_NAME),
        "listing": listing,
        "books": books,
        "editable": editable,
        "groups": ContactGroup.objects.editable_by(request.user).order_by("name", "pk")[
            :MOST_GROUPS
        ],
    }
    if request.htmx:
        return render(request, "addressbook/index.html#found", shown)
    return render(request, "addressbook/index.html", {**shown, "initials": listing.initials})
