"""The lists of people and groups that one keeps for oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.report.forms.saved_lists import SavedListForm
from kairan.apps.report.models import SavedList
from kairan.apps.report.operations import saved_lists as operations
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show my lists."""
    mine = SavedList.objects.visible_to(request.user)
    return render(
        request, "report/saved_lists.html", {"page": page(request, mine, keys=["name", "pk"])}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Make a list."""
    return _keep(request, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a list."""
    return _keep(request, get_object_or_404(SavedList.objects.visible_to(request.user), pk=pk))


@login_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a list."""
    operations.remove_list(get_object_or_404(SavedList.objects.visible_to(request.user), pk=pk))
    messages.success(request, _("The list is deleted."))
    return redirect("report:saved-lists")


def _keep(request: MemberRequest, saved_list: SavedList | None) -> HttpResponse:
    form = SavedListForm(request.POST or None, saved_list=saved_list)
    if form.is_valid():
        try:
            operations.keep_list(owner=request.user, saved_list=saved_list, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The list is kept."))
            return redirect("report:saved-lists")
    return render(request, "report/saved_list.html", {"form": form, "saved_list": saved_list})
