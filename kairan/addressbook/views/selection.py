"""What is done to the ticked contacts of a list, or to all that it shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kairan.addressbook import operations
from kairan.addressbook.listing import Listing
from kairan.addressbook.models import Book, ContactGroup
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused

MOST = 10_000
LONGEST_NUMBER = 18


@require_POST
@login_required
def selection(request: MemberRequest) -> HttpResponse:
    """Move, copy, put into a group, or delete; deleting asks first."""
    listing = _listing(request)
    ids = _chosen(request, listing)
    if not ids:
        raise Refused(_("Tick the contacts first."))
    back = f"{reverse('addressbook:index')}?{listing.string}"
    match request.POST.get("then"):
        case "delete":
            asked = {"ids": ids, "listing": listing, "count": len(ids), "back": back}
            return render(request, "addressbook/removal.html", asked)
        case "really-delete":
            done = operations.delete_contacts(ids, by=request.user)
            said = ngettext("%(n)s contact is deleted.", "%(n)s contacts are deleted.", done)
        case "join":
            done = operations.join(_group(request), ids, by=request.user)
            said = ngettext("%(n)s contact joined.", "%(n)s contacts joined.", done)
        case "copy":
            done = operations.copy_to(_target(request), ids, by=request.user)
            said = ngettext("%(n)s contact is copied.", "%(n)s contacts are copied.", done)
        case _:
            done = operations.move_to(_target(request), ids, by=request.user)
            said = ngettext("%(n)s contact is moved.", "%(n)s contacts are moved.", done)
    messages.success(request, said % {"n": done})
    return redirect(back)


def _listing(request: MemberRequest) -> Listing:
    asked = QueryDict(request.POST.get("listing", ""))
    books = list(Book.objects.visible_to(request.user))
    return Listing.asked_for(asked, by=request.user, books=books)


def _chosen(request: MemberRequest, listing: Listing) -> list[int]:
    if request.POST.get("scope") == "all":
        return list(listing.contacts.order_by("pk").values_list("pk", flat=True)[:MOST])
    ticked = request.POST.getlist("contact")[:MOST]
    return [int(each[:LONGEST_NUMBER]) for each in ticked if each.isascii() and each.isdigit()]


def _group(request: MemberRequest) -> ContactGroup:
    wanted = request.POST.get("group", "")
    if wanted.isascii() and wanted.isdigit():
        mine = ContactGroup.objects.editable_by(request.user).select_related("book")
        group = mine.filter(pk=int(wanted[:LONGEST_NUMBER])).first()
        if group is not None:
            return group
    raise Refused(_("Choose the contact group first."))


def _target(request: MemberRequest) -> Book:
    wanted = request.POST.get("into", "")
    for book in Book.objects.editable_by(request.user):
        if str(book.pk) == wanted:
            return book
    raise Refused(_("Choose the book first."))
