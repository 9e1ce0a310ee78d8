"""The identities of one's own accounts: whom letters come from."""

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail.forms import IdentityForm
from kairan.webmail.identities import remove_identity, save_identity
from kairan.webmail.models import Account, Identity
from kairan.webmail.views.access import webmail_required


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, account: int) -> HttpResponse:
    """Add an identity to an account; it begins with the name of the default one."""
    mine = get_object_or_404(Account.objects.visible_to(request.user), pk=account)
    return _write(request, Identity(account=mine, name=mine.identity.name))


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an identity."""
    return _write(request, _mine(request, pk))


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove an identity; letters that came from it stay as they are."""
    identity = _mine(request, pk)
    remove_identity(identity)
    notes.success(request, _("The identity is removed."))
    return redirect("webmail:account", identity.account_id)


def _write(request: MemberRequest, identity: Identity) -> HttpResponse:
    form = IdentityForm(request.POST if request.method == "POST" else None, identity=identity)
    if form.is_valid():
        try:
            save_identity(identity, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            notes.success(request, _("The identity is kept."))
            return redirect("webmail:account", identity.account_id)
    return render(request, "webmail/identity.html", {"form": form, "identity": identity})


def _mine(request: MemberRequest, pk: int) -> Identity:
    return get_object_or_404(Identity.objects.visible_to(request.user), pk=pk)
