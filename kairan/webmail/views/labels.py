"""Labels of one's own, and the mail that has them."""

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail.forms import LabelForm
from kairan.webmail.models import Label
from kairan.webmail.reading.listings import Listing
from kairan.webmail.sorting.labels import change_label, make_label, remove_label
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.mailbox import around, listed


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Show my labels, and make another."""
    form = LabelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            make_label(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            notes.success(request, _("The label is made. Put it on mail in any list."))
            return redirect("webmail:labels")
    context = {**around(request.user), "form": form, "colours": Label.Colour.choices}
    return render(request, "webmail/labels.html", {**context, "tab": "labels"})


@webmail_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the mail that has a label."""
    return listed(request, Listing(request.user, label=_mine(request, pk)))


@webmail_required
@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a label another name or colour."""
    chosen, form = _mine(request, pk), LabelForm(request.POST)
    if form.is_valid():
        change_label(chosen, **form.cleaned_data)
    else:
        notes.error(request, _("A label needs a name of at most 50 letters."))
    return redirect("webmail:labels")


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a label; its mail stays."""
    remove_label(_mine(request, pk))
    notes.success(request, _("The label is removed. The mail that had it stays where it is."))
    return redirect("webmail:labels")


def _mine(request: MemberRequest, pk: int) -> Label:
    return get_object_or_404(Label.objects.visible_to(request.user), pk=pk)
