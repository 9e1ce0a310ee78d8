"""What administrators do with groups: make, name, fill, empty, delete."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people import operations
from kairan.people.access import administrator_required
from kairan.people.forms.groups import GroupForm, MembersForm
from kairan.people.models import Group, User
from kairan.people.requests import MemberRequest
from kairan.people.views.directory import BY_NAME
from kairan.shell.paging import page


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def index(request: MemberRequest) -> HttpResponse:
    """Show all groups; a POST makes one."""
    form = GroupForm(request.POST or None)
    if form.is_valid():
        group = operations.create_group(form.cleaned_data["name"], by=request.user)
        return redirect("people:group", group.pk)
    shown = page(request, Group.objects.with_size(), keys=("name", "pk"))
    return render(request, "people/groups.html", {"form": form, "page": shown})


@require_safe
@administrator_required
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show who is in a group."""
    return _page(request, get_object_or_404(Group, pk=pk))


@require_POST
@administrator_required
def name(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename a group."""
    group = get_object_or_404(Group, pk=pk)
    form = GroupForm(request.POST, instance=group)
    if not form.is_valid():
        return _page(request, Group.objects.get(pk=pk), name=form)
    operations.rename_group(group, form.cleaned_data["name"], by=request.user)
    return redirect("people:group", pk)


@require_POST
@administrator_required
def members(request: MemberRequest, pk: int) -> HttpResponse:
    """Put people into a group."""
    group = get_object_or_404(Group, pk=pk)
    form = MembersForm(request.POST)
    if not form.is_valid():
        return _page(request, group, joining=form)
    ids = form.cleaned_data["people"].ids()
    operations.join(group, ids, by=request.user)
    sentence = ngettext("%(n)s person joined.", "%(n)s people joined.", len(ids))
    messages.success(request, sentence % {"n": len(ids)})
    return redirect("people:group", pk)


@require_POST
@administrator_required
def departures(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the ticked people out of a group."""
    group = get_object_or_404(Group, pk=pk)
    ids = [int(each[:18]) for each in request.POST.getlist("person") if each.isdecimal()]
    operations.leave(group, ids, by=request.user)
    messages.success(request, _("The members are changed."))
    return redirect("people:group", pk)


@require_POST
@administrator_required
def deletion(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a group; its members stay."""
    group = get_object_or_404(Group, pk=pk)
    operations.delete_group(group, by=request.user)
    messages.success(request, _("The group %(group)s is deleted.") % {"group": group})
    return redirect("people:groups")


def _page(
    request: MemberRequest,
    group: Group,
    *,
    name: GroupForm | None = None,
    joining: MembersForm | None = None,
) -> HttpResponse:
    refused = name is not None or joining is not None
    context = {
        "group": group,
        "page": page(request, User.objects.in_group(group.pk), keys=BY_NAME, size=100),
        "name": name or GroupForm(instance=group),
        "joining": joining or MembersForm(),
    }
    return render(request, "people/group.html", context, status=422 if refused else 200)
