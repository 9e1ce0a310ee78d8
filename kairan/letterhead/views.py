from django.conf import settings as deployed
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from kairan.letterhead import operations, printing
from kairan.letterhead.forms import LetterheadForm
from kairan.letterhead.models import Letterhead
from kairan.letterhead.previews import no_preview, preview
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.sender import office_name
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def letterhead(request: MemberRequest) -> HttpResponse:
    """Show how mails look; a POST changes it for those to come."""
    form = _form(request)
    if form.is_valid():
        operations.settle(form.proposed())
        messages.success(request, _("The letterhead is saved. Mails look like this from now on."))
        return redirect("letterhead:letterhead")
    return render(request, "letterhead/letterhead.html", {"form": form})


@require_POST
@administrator_required
def standard(request: MemberRequest) -> HttpResponse:
    """Go back to the standard letterhead."""
    operations.reset()
    messages.success(request, _("Mails have the standard letterhead again."))
    return redirect("letterhead:letterhead")


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
@xframe_options_sameorigin
def sample(request: MemberRequest) -> HttpResponse:
    """Answer a sample mail for the frame: as saved, or as the form has it. Nothing is saved."""
    form = _form(request)
    if not form.is_bound:
        return _sample(request, Letterhead.current())
    if not form.is_valid():
        return no_preview(request, form)
    return _sample(request, form.proposed())


def _form(request: MemberRequest) -> LetterheadForm:
    return LetterheadForm(
        request.POST or None,
        request.FILES or None,
        instance=Letterhead.current(),
        office=office_name(MailServerSettings.current()),
    )


def _sample(request: MemberRequest, shown: Letterhead) -> HttpResponse:
    said = {
        "title": _("The office moves on 1 August"),
        "company": shown.name or office_name(MailServerSettings.current()),
        "language": translation.get_language(),
        "link": f"{deployed.URL}{reverse('front')}",
    }
    return preview(
        request,
        subject=said["title"],
        html=printing.for_a_page("letterhead/mail/sample.html", said, shown),
        text=render_to_string("letterhead/mail/sample.txt", said),
    )
