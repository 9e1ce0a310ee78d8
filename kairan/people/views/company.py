"""The company itself: what administrators may change of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.people import operations
from kairan.people.access import administrator_required
from kairan.people.forms.company import CompanyForm
from kairan.people.models import Company
from kairan.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def company(request: MemberRequest) -> HttpResponse:
    """Show the name of the company; a POST changes it."""
    form = CompanyForm(request.POST or None, initial={"name": Company.current_name()})
    if form.is_valid():
        operations.rename_company(form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The company has its new name."))
        return redirect("people:company")
    return render(request, "people/company.html", {"form": form})
