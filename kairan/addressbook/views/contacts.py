"""One contact: shown, added, changed, deleted."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kairan.addressbook import operations
from kairan.addressbook.details import Details, Labelled
from kairan.addressbook.forms.contacts import ContactForm
from kairan.addressbook.models import Book, Contact
from kairan.addressbook.names import parts_of
from kairan.people.models import User
from kairan.people.requests import MemberRequest

LONGEST_PART = 100
LONGEST_ADDRESS = 320


@require_safe
@login_required
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a contact."""
    contact = _visible(request, pk)
    may_edit = Book.objects.editable_by(request.user).filter(pk=contact.book_id).exists()
    return render(request, "addressbook/show.html", {"contact": contact, "may_edit": may_edit})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: MemberRequest) -> HttpResponse:
    """Add a contact; the query string may bring a name and an address."""
    books = _editable(request.user)
    data = request.POST if request.method == "POST" else None
    asked = request.GET.get("book", "")
    book = next((each for each in books if str(each.pk) == asked), None)
    form = ContactForm(data, books=books, details=_brought(request), book=book)
    if not form.is_valid():
        return render(request, "addressbook/write.html", {"form": form})
    details = form.details()
    alike = operations.same_address(details, by=request.user)
    wanted = request.POST.get("then", "")
    for known in alike:
        if wanted == f"join-{known.pk}":
            operations.merge_into(known, details, by=request.user)
            messages.success(request, _("What was new is added to %(name)s.") % {"name": known})
            return redirect(known)
    if alike and wanted != "anyway":
        return render(request, "addressbook/write.html", {"form": form, "alike": alike})
    into = form.cleaned_data["into"] or operations.own_book(request.user)
    contact = operations.add_contact(details, book=into, by=request.user)
    messages.success(request, _("%(name)s is added.") % {"name": contact})
    return redirect(contact)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a contact."""
    if request.method == "POST" and not Contact.objects.visible_to(request.user).filter(pk=pk):
        return _gone(request)
    contact = _editable_contact(request, pk)
    data = request.POST if request.method == "POST" else None
    form = _filled_in(request, contact, data)
    if not form.is_valid():
        return render(request, "addressbook/write.html", {"form": form, "contact": contact})
    try:
        return _change(request, contact, form)
    except operations.Overtaken as overtaken:
        return _overtaken(request, pk, form, str(overtaken))
    except operations.Gone:
        return _gone(request)


def _filled_in(
    request: MemberRequest, contact: Contact, data: Mapping[str, Any] | None
) -> ContactForm:
    return ContactForm(
        data,
        books=_editable(request.user),
        details=contact.details,
        book=contact.book,
        version=contact.version,
    )


def _change(request: MemberRequest, contact: Contact, form: ContactForm) -> HttpResponse:
    operations.change_contact(
        contact,
        form.details(),
        book=form.cleaned_data["into"] or operations.own_book(request.user),
        by=request.user,
        version=form.cleaned_data["version"],
    )
    messages.success(request, _("The contact is changed."))
    return redirect(contact)


def _overtaken(request: MemberRequest, pk: int, form: ContactForm, sentence: str) -> HttpResponse:
    """Show what stands now above what was typed, which sent once more takes its place."""
    contact = _editable_contact(request, pk)
    again = _filled_in(request, contact, {**request.POST.dict(), "version": contact.version})
    again.add_error(None, sentence)
    standing = form.otherwise_in(contact)
    shown = {"form": again, "contact": contact, "standing": standing}
    return render(request, "addressbook/write.html", shown)


def _gone(request: MemberRequest) -> HttpResponse:
    """Show what was typed about a contact that is gone, to be added anew."""
    form = ContactForm(request.POST, books=_editable(request.user))
    form.add_error(None, _("This contact is no longer there. Save it to add it once more."))
    shown = {"form": form, "action": reverse("addressbook:new")}
    return render(request, "addressbook/write.html", shown, status=HTTPStatus.NOT_FOUND)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask whether to delete a contact; a POST does it."""
    contact = _editable_contact(request, pk)
    if request.method != "POST":
        return render(request, "addressbook/removal.html", {"contact": contact})
    operations.delete_contacts([contact.pk], by=request.user)
    messages.success(request, _("%(name)s is deleted.") % {"name": contact})
    return redirect("addressbook:index")


def _visible(request: MemberRequest, pk: int) -> Contact:
    seen = Contact.objects.visible_to(request.user).select_related("book__group")
    return get_object_or_404(seen.prefetch_related("addresses"), pk=pk)


def _editable_contact(request: MemberRequest, pk: int) -> Contact:
    contact = _visible(request, pk)
    if not Book.objects.editable_by(request.user).filter(pk=contact.book_id).exists():
        raise PermissionDenied
    return contact


def _editable(person: User) -> list[Book]:
    return list(Book.objects.editable_by(person).in_order())


def _brought(request: MemberRequest) -> Details:
    """Return what the query string says of somebody: a mail knows the whole name only."""
    name = request.GET.get("name", "")[: 2 * LONGEST_PART].replace("\0", "")
    address = request.GET.get("address", "")[:LONGEST_ADDRESS].replace("\0", "")
    given, family = parts_of(" ".join(name.split()))
    addresses = (Labelled(address),) if address else ()
    return Details(given=given[:LONGEST_PART], family=family[:LONGEST_PART], addresses=addresses)
