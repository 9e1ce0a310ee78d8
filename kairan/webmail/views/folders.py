"""Folders of one's own, and how long the trash keeps mail."""

from django.contrib import messages as notes
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail import operations
from kairan.webmail.forms import FolderForm, ImportForm, TrashForm
from kairan.webmail.models import Folder, Keeping, OfficeKeeping
from kairan.webmail.sorting.trash import empty, settle_trash
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Show my folders, and make another."""
    form = FolderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = operations.make_folder(form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("webmail:folder", made.pk)
    trash = _trash_form(request.user, None)
    context = {**around(request.user), "form": form, "trash": trash, "tab": "folders"}
    context["imports"] = ImportForm(owner=request.user)
    return render(request, "webmail/folders.html", context)


@webmail_required
@require_POST
def trash_days(request: MemberRequest) -> HttpResponse:
    """Settle for how many days my trash keeps mail."""
    form = _trash_form(request.user, request.POST)
    if not form.is_valid():
        context = {**around(request.user), "form": FolderForm(), "trash": form, "tab": "folders"}
        return render(request, "webmail/folders.html", context)
    settle_trash(form.cleaned_data["trash_days"], by=request.user)
    notes.success(request, _("How long your trash keeps mail is settled."))
    return redirect("webmail:folders")


def _trash_form(person: User, data: QueryDict | None) -> TrashForm:
    office = OfficeKeeping.current().trash_days
    return TrashForm(data, days=Keeping.of(person).trash_days, office_days=office)


@webmail_required
@require_POST
def name(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a folder another name."""
    form = FolderForm(request.POST)
    if form.is_valid():
        operations.rename_folder(_mine(request, pk), form.cleaned_data["name"])
    return redirect("webmail:folders")


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove an empty folder."""
    operations.remove_folder(_mine(request, pk))
    notes.success(request, _("The folder is removed."))
    return redirect("webmail:folders")


@webmail_required
@require_POST
def emptying(request: MemberRequest) -> HttpResponse:
    """Delete for good what lies in the trash."""
    count = empty(by=request.user)
    told = ngettext("%(count)s mail is deleted.", "%(count)s mails are deleted.", count)
    notes.success(request, told % {"count": count})
    return redirect("webmail:index")


def _mine(request: MemberRequest, pk: int) -> Folder:
    return get_object_or_404(Folder.objects.visible_to(request.user), pk=pk)
