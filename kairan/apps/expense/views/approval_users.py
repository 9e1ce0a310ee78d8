"""My approval users: whom one chooses among the candidates that administrators set."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.apps.expense.approvers import candidates_for, chosen_by
from kairan.apps.expense.forms import ApprovalUsersForm
from kairan.apps.expense.operations import office as operations
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: MemberRequest) -> HttpResponse:
    """Show the candidates with those ticked who decide; OK saves."""
    candidates, chosen = candidates_for(request.user), chosen_by(request.user)
    form = ApprovalUsersForm(
        request.POST if request.method == "POST" else None,
        candidates=candidates,
        chosen=chosen.usable,
    )
    if form.is_valid():
        people = [person.pk for person in form.cleaned_data["people"]]
        try:
            operations.choose(people, claimant=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your approval users are saved."))
            return redirect("expense:approval-users")
    return render(
        request,
        "expense/approval_users.html",
        {"form": form, "candidates": candidates, "chosen": chosen},
    )
