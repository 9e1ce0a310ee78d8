"""Books: listed, made, changed, deleted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.addressbook import operations
from kairan.addressbook.forms.books import BookForm, NewBookForm
from kairan.addressbook.models import Book
from kairan.people.picker import Selection
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """Show the books one sees; a POST makes one."""
    form = NewBookForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            book = operations.make_book(form.named(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The book “%(book)s” is made.") % {"book": book})
            return redirect("addressbook:books")
    seen = Book.objects.visible_to(request.user).annotate(size=Count("contacts")).in_order()
    shown = {
        "form": form,
        "books": seen.select_related("group").prefetch_related("editors"),
        "managed": set(Book.objects.managed_by(request.user).values_list("pk", flat=True)),
    }
    return render(request, "addressbook/books.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Name a book, and say who edits it."""
    book = get_object_or_404(Book.objects.managed_by(request.user), pk=pk)
    editors = Selection(people=tuple(book.editors.values_list("pk", flat=True)))
    data = request.POST if request.method == "POST" else None
    form = BookForm(data, book=book, initial={"name": book.name, "editors": editors})
    if not form.is_valid():
        return render(request, "addressbook/book.html", {"form": form, "book": book})
    name = form.cleaned_data["name"]
    operations.change_book(book, name=name, editors=form.editors_chosen(), by=request.user)
    messages.success(request, _("The book is changed."))
    return redirect("addressbook:books")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask whether to delete a book with all its contacts; a POST does it."""
    book = get_object_or_404(Book.objects.managed_by(request.user), pk=pk)
    if request.method != "POST":
        asked = {"book": book, "count": book.contacts.count()}
        return render(request, "addressbook/removal.html", asked)
    operations.delete_book(book, by=request.user)
    messages.success(request, _("The book “%(book)s” is deleted.") % {"book": book})
    return redirect("addressbook:books")
