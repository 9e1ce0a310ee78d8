"""What administrators do with people: add, edit, let go, take back, give passwords."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kairan.people import operations
from kairan.people.access import administrator_required
from kairan.people.account_mail import send_invitation
from kairan.people.details import GivenAddress
from kairan.people.forms.addresses import AddressesForm
from kairan.people.forms.people import NewPersonForm, PasswordForm, PersonForm
from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: MemberRequest) -> HttpResponse:
    """Add a person; without a password an invitation goes to their address."""
    form = NewPersonForm(request.POST or None, initial={"time_zone": request.user.time_zone})
    addresses = AddressesForm(request.POST or None)
    if all([form.is_valid(), addresses.is_valid()]) and _is_reachable(form, addresses):
        password = form.cleaned_data["password"]
        person = operations.hire(
            form.details(),
            password=password or None,
            addresses=addresses.given(),
            groups=form.cleaned_data["groups"],
            by=request.user,
        )
        if not password:
            send_invitation(person)
        messages.success(request, _("%(person)s works here now.") % {"person": person})
        return redirect(person)
    return render(request, "people/new.html", {"form": form, "addresses": addresses})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what is known of a person."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    given = map(GivenAddress.of, person.addresses.all())
    form = PersonForm(request.POST or None, instance=person)
    addresses = AddressesForm(request.POST or None, given=given)
    if all([form.is_valid(), addresses.is_valid()]) and _is_saved(form, addresses, request.user):
        messages.success(request, _("The details are saved."))
        return redirect("people:show", pk)
    known = User.objects.get(pk=pk)  # The form has written what was typed on the other one.
    context = {
        "form": form,
        "addresses": addresses,
        "person": known,
        "password": PasswordForm(person=known),
    }
    return render(request, "people/edit.html", context)


@require_POST
@administrator_required
def password(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a person another password."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = PasswordForm(request.POST, person=person)
    if form.is_valid():
        operations.set_password(person, form.cleaned_data["password"], by=request.user)
        messages.success(request, _("The new password holds from now on."))
        return redirect("people:edit", pk)
    context = {"person": person, "password": form}
    return render(request, "people/password.html", context, status=422)


@require_POST
@administrator_required
def invitation(request: MemberRequest, pk: int) -> HttpResponse:
    """Mail a person a link with which they choose a password."""
    person = get_object_or_404(User.objects.visible_to(request.user).active(), pk=pk)
    if not send_invitation(person):
        raise Refused(_("There is no e-mail address on record. Write one down first."))
    messages.success(request, _("A mail with a link is on its way."))
    return redirect("people:edit", pk)


@require_POST
@administrator_required
def deactivation(request: MemberRequest, pk: int) -> HttpResponse:
    """Close an account."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    operations.deactivate(person, by=request.user)
    messages.success(request, _("The account of %(person)s is closed.") % {"person": person})
    return redirect("people:show", pk)


@require_POST
@administrator_required
def reactivation(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    operations.reactivate(person, by=request.user)
    messages.success(request, _("%(person)s works here again.") % {"person": person})
    return redirect("people:show", pk)


def _is_reachable(form: NewPersonForm, addresses: AddressesForm) -> bool:
    """Say under the password what is missing when there is neither password nor address."""
    if form.cleaned_data["password"] or addresses.given():
        return True
    form.add_error(
        "password", _("Give a password here, or an address to which the invitation can go.")
    )
    return False


def _is_saved(form: PersonForm, addresses: AddressesForm, by: User) -> bool:
    """Save, or put the sentence of a refusal above the form."""
    try:
        operations.edit(
            form.instance,
            form.details(),
            addresses=addresses.given(),
            groups=form.cleaned_data["groups"],
            by=by,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
