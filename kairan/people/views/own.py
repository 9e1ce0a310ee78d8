"""One's own page: names, phones, language and time, addresses, password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from kairan.people import operations
from kairan.people.details import GivenAddress
from kairan.people.forms.addresses import AddressesForm
from kairan.people.forms.people import OwnForm
from kairan.people.models import User
from kairan.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def me(request: MemberRequest) -> HttpResponse:
    """Show and change one's own details."""
    person = User.objects.get(pk=request.user.pk)
    given = map(GivenAddress.of, person.addresses.all())
    form = OwnForm(request.POST or None, instance=person)
    addresses = AddressesForm(request.POST or None, given=given)
    if request.method == "POST" and all([form.is_valid(), addresses.is_valid()]):
        details = form.details()
        operations.edit(request.user, details, addresses=addresses.given(), by=request.user)
        with override(details.language):
            messages.success(request, _("Your details are saved."))
        return redirect("people:me")
    context = {"form": form, "addresses": addresses, "person": request.user}
    return render(request, "people/me.html", context)
