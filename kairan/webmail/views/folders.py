"""Folders of one's own."""

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail import operations
from kairan.webmail.forms import FolderForm
from kairan.webmail.models import Folder
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
    return render(request, "webmail/folders.html", {**around(request.user), "form": form})


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
    count = operations.empty_trash(by=request.user)
    told = ngettext("%(count)s mail is deleted.", "%(count)s mails are deleted.", count)
    notes.success(request, told % {"count": count})
    return redirect("webmail:index")


def _mine(request: MemberRequest, pk: int) -> Folder:
    return get_object_or_404(Folder.objects.visible_to(request.user), pk=pk)
