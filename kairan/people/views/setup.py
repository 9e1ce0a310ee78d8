"""The first page of a new office."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kairan.people import operations
from kairan.people.details import GivenAddress
from kairan.people.forms.people import SetupForm
from kairan.people.models import User


@never_cache
@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Ask for the company and its first administrator; gone as soon as there is one."""
    if User.objects.administrators().exists():
        raise Http404
    initial = {"language": get_language(), "time_zone": settings.TIME_ZONE}
    form = SetupForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return render(request, "people/setup.html", {"form": form})
    address = form.cleaned_data["address"]
    person = operations.found(
        company=form.cleaned_data["company"],
        administrator=form.details(),
        password=form.cleaned_data["password"],
        addresses=[GivenAddress.company(address)] if address else [],
    )
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(
        request,
        _(
            "The office is open. Next: set up the mail servers and add the people who work here. "
            "Both are in the menu under your name."
        ),
    )
    return redirect(settings.LOGIN_REDIRECT_URL)
