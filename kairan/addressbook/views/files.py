"""Contacts in and out as files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.addressbook import operations
from kairan.addressbook.files import tables, vcards_writing
from kairan.addressbook.files.plan import Plan, plan
from kairan.addressbook.files.vcards_reading import said_in
from kairan.addressbook.forms.files import FileForm, TextForm, is_vcard
from kairan.addressbook.listing import BY_NAME, Listing
from kairan.addressbook.models import Book
from kairan.people.files.reading import LONGEST
from kairan.people.requests import MemberRequest

FLAWS_SHOWN = 100
CONTACTS_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: MemberRequest) -> HttpResponse:
    """Take a file and show what it would do; nothing is changed yet."""
    books = _editable(request)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(*data, books=books)
    if form.is_valid():
        try:
            return _first_look(request, form, books)
        except ValidationError as error:
            form.add_error("file", error)
    said = {"form": form, "most": LONGEST, "listing": _listing(request)}
    return render(request, "addressbook/import.html", said)


@require_POST
@login_required
def confirmed(request: MemberRequest) -> HttpResponse:
    """Show it once more with other columns, or take in what was shown."""
    form = TextForm(request.POST, books=_editable(request))
    if not form.is_valid():
        return redirect("addressbook:import")
    try:
        made = form.plan()
    except ValidationError:
        return redirect("addressbook:import")
    if request.POST.get("then") != "import":
        return _preview(request, form, made)
    into = form.cleaned_data["into"] or operations.own_book(request.user)
    added = operations.write_all(made.new, book=into, by=request.user)
    sentence = ngettext("%(n)s contact is added.", "%(n)s contacts are added.", added)
    messages.success(request, sentence % {"n": added})
    return redirect("addressbook:index")


@require_safe
@login_required
def export(request: MemberRequest) -> HttpResponse:
    """Hand out what a list shows: ``as`` is ``vcard``, or the encoding of a CSV."""
    contacts = list(_listing(request).contacts.order_by(*BY_NAME).all_details())
    wanted = request.GET.get("as", "")
    if wanted == "vcard":
        return _file(vcards_writing.written(contacts), "text/vcard; charset=utf-8", "vcf")
    encoding = wanted if wanted in tables.ENCODINGS else "utf-8"
    data = tables.written(contacts, encoding=encoding)
    return _file(data, f"text/csv; charset={encoding}", "csv")


def _first_look(request: MemberRequest, form: FileForm, books: list[Book]) -> HttpResponse:
    """Show what the file would do; what is shown is what is sent back."""
    data: bytes = form.cleaned_data["file"]
    into = form.cleaned_data["into"]
    sent = {"into": request.POST.get("into", "")}
    if not is_vcard(data):
        text = TextForm({**sent, "text": tables.text_of(data)}, books=books)
        if not text.is_valid():
            raise ValidationError(list(text.errors.get("text", [])))
        return _preview(request, text, text.plan())
    made = plan(said_in(data), book=into)
    cards = vcards_writing.written(made.new).decode()
    return _preview(request, TextForm({**sent, "text": cards}, books=books), made)


def _preview(request: MemberRequest, form: TextForm, made: Plan) -> HttpResponse:
    shown = {
        "form": form,
        "plan": made,
        "flaws": made.flaws[:FLAWS_SHOWN],
        "more_flaws": max(0, len(made.flaws) - FLAWS_SHOWN),
        "contacts": made.new[:CONTACTS_SHOWN],
        "more": max(0, len(made.new) - CONTACTS_SHOWN),
    }
    return render(request, "addressbook/preview.html", shown)


def _listing(request: MemberRequest) -> Listing:
    books = list(Book.objects.visible_to(request.user))
    return Listing.asked_for(request.GET, by=request.user, books=books)


def _editable(request: MemberRequest) -> list[Book]:
    return list(Book.objects.editable_by(request.user).in_order())


def _file(data: bytes, media_type: str, ending: str) -> HttpResponse:
    name = f'attachment; filename="contacts.{ending}"'
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": name})
