"""Groups of contacts: listed, made, shown, named, emptied, deleted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kairan.addressbook import operations
from kairan.addressbook.forms.groups import GroupNameForm, NewGroupForm
from kairan.addressbook.listing import BY_NAME
from kairan.addressbook.models import Book, Contact, ContactGroup
from kairan.addressbook.models.groups import ContactGroupQuerySet
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

LONGEST_NUMBER = 18


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """Show the groups one sees; a POST makes one."""
    books = list(Book.objects.editable_by(request.user).in_order())
    form = NewGroupForm(request.POST if request.method == "POST" else None, books=books)
    if form.is_valid():
        book = form.cleaned_data["into"] or operations.own_book(request.user)
        try:
            group = operations.make_group(form.cleaned_data["name"], book=book, by=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("addressbook:group", group.pk)
    seen = ContactGroup.objects.visible_to(request.user).select_related("book")
    mine = Q(members__book__in=Book.objects.visible_to(request.user))
    sized = seen.annotate(size=Count("members", filter=mine))
    groups = page(request, sized, keys=("name", "pk"))
    return render(request, "addressbook/groups.html", {"form": form, "page": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show who is in a group; a POST names it."""
    group = get_object_or_404(_seen(request), pk=pk)
    may_edit = Book.objects.editable_by(request.user).filter(pk=group.book_id).exists()
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = GroupNameForm(data, initial={"name": group.name})
    if form.is_valid():
        try:
            operations.name_group(group, form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The group is changed."))
            return redirect("addressbook:group", pk)
    members = Contact.objects.visible_to(request.user).filter(groups=group)
    members = members.select_related("book").prefetch_related("addresses")
    shown = {
        "group": group,
        "form": form,
        "may_edit": may_edit,
        "page": page(request, members, keys=BY_NAME, size=100),
    }
    return render(request, "addressbook/group.html", shown)


@require_POST
@login_required
def departures(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the ticked contacts out of a group."""
    group = get_object_or_404(_seen(request), pk=pk)
    ticked = request.POST.getlist("contact")
    ids = [int(each[:LONGEST_NUMBER]) for each in ticked if each.isascii() and each.isdigit()]
    operations.leave(group, ids, by=request.user)
    messages.success(request, _("The group is changed."))
    return redirect("addressbook:group", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask whether to delete a group; a POST does it. Its members stay."""
    editable = ContactGroup.objects.editable_by(request.user)
    group = get_object_or_404(editable, pk=pk)
    if request.method != "POST":
        return render(request, "addressbook/removal.html", {"group": group})
    operations.delete_group(group, by=request.user)
    messages.success(request, _("%(name)s is deleted.") % {"name": group})
    return redirect("addressbook:groups")


def _seen(request: MemberRequest) -> ContactGroupQuerySet:
    return ContactGroup.objects.visible_to(request.user).select_related("book")
