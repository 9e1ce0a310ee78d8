"""The identities of one's own accounts: whom letters come from."""

from dataclasses import dataclass

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused
from kairan.webmail.forms import IdentityForm
from kairan.webmail.identities import remove_identity, save_identity
from kairan.webmail.models import Account, Identity
from kairan.webmail.views.access import webmail_required


@dataclass(frozen=True)
class Way:
    """Where one goes from an identity: back to its account, or to remove it."""

    back: str
    removal: str


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, account: int) -> HttpResponse:
    """Add an identity to an account; it begins with the name of the default one."""
    mine = get_object_or_404(Account.objects.visible_to(request.user), pk=account)
    identity = Identity(account=mine, name=mine.identity.name)
    return write(request, identity, way=way_of(identity))


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an identity."""
    identity = _mine(request, pk)
    return write(request, identity, way=way_of(identity))


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove an identity; letters that came from it stay as they are."""
    identity = _mine(request, pk)
    remove_identity(identity)
    notes.success(request, _("The identity is removed."))
    return redirect("webmail:account", identity.account_id)


def way_of(identity: Identity) -> Way:
    """Return the ways from one's own identity."""
    removal = reverse("webmail:identity-removal", args=[identity.pk]) if identity.pk else ""
    return Way(reverse("webmail:account", args=[identity.account_id]), removal)


def write(request: MemberRequest, identity: Identity, *, way: Way) -> HttpResponse:
    """Show the form of an identity, whoever's it is; keep what was typed and go back."""
    form = IdentityForm(request.POST if request.method == "POST" else None, identity=identity)
    if form.is_valid():
        try:
            save_identity(identity, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            notes.success(request, _("The identity is kept."))
            return redirect(way.back)
    shown = {"form": form, "identity": identity, "way": way}
    return render(request, "webmail/identity.html", shown)


def _mine(request: MemberRequest, pk: int) -> Identity:
    return get_object_or_404(Identity.objects.visible_to(request.user), pk=pk)
