"""The stock list comes back from a spreadsheet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.apps.inventory import operations
from kairan.apps.inventory.administrators import (
    administers_everything,
    groups_administered_by,
    may_add,
)
from kairan.apps.inventory.forms import ListForm
from kairan.apps.inventory.stock_lists.columns import HEADINGS
from kairan.apps.inventory.stock_lists.reading import LONGEST, Terms, entries_of
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused

LARGEST = 2 * 1024 * 1024


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Take a stock list in."""
    if not may_add(request.user):
        raise PermissionDenied
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        try:
            return _take_in(request, form.cleaned_data["file"].read(LARGEST))
        except ValidationError as error:
            form.add_error("file", error)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    said = {"form": form, "columns": [*HEADINGS.values()], "most": LONGEST}
    return render(request, "inventory/import.html", said)


def _take_in(request: MemberRequest, data: bytes) -> HttpResponse:
    terms = Terms(
        by=request.user,
        groups=list(groups_administered_by(request.user)),
        may_share=administers_everything(request.user),
    )
    added, known = operations.import_items(entries_of(data, terms), by=request.user)
    said = _("New items: %(added)s. Changed or counted: %(known)s.")
    messages.success(request, said % {"added": added, "known": known})
    return redirect("inventory:index")
