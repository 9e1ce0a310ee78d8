from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kairan.mail.errors import MailServerError
from kairan.mailservers import plus_addresses, trials
from kairan.mailservers.forms import MailServerSettingsForm, Purpose
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.models.settings import PlusAddresses
from kairan.mailservers.operations import settle
from kairan.mailservers.receiving_trials import accounts_to_try
from kairan.mailservers.trials import Offer, Trial
from kairan.people.access import administrator_required
from kairan.people.addresses import company_address
from kairan.people.requests import MemberRequest

PAGE = "mailservers/settings.html"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def settings(request: MemberRequest) -> HttpResponse:
    """Show the page; OK saves all of it or nothing."""
    if request.method != "POST":
        return _page(request, _form(request))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    settle(form.proposed())
    messages.success(request, _("Mail Server Settings are saved."))
    return redirect(_here(request))


@sensitive_post_parameters()
@require_POST
@administrator_required
def receiving_trial(request: MemberRequest) -> HttpResponse:
    """Log in to every POP3 account of the form as it stands; nothing is saved."""
    form = _form(request, request.POST, Purpose.RECEIVING)
    if not form.is_valid():
        return _page(request, form, [])
    accounts = accounts_to_try(form.proposed(), form.cleaned_data)
    found = [trials.try_receiving(server, title=title) for title, server in accounts]
    return _page(request, form, found)


@sensitive_post_parameters()
@require_POST
@administrator_required
def sending_trial(request: MemberRequest) -> HttpResponse:
    """Send one test mail with the form as it stands; nothing is saved."""
    form = _form(request, request.POST, Purpose.SENDING)
    if not form.is_valid():
        return _page(request, form, [])
    to = form.cleaned_data["test_to"]
    return _page(request, form, [trials.try_sending(form.proposed(), to=to, by=request.user)])


@sensitive_post_parameters()
@require_POST
@administrator_required
def plus_trial(request: MemberRequest) -> HttpResponse:
    """Send a mail to a plus-address of the notification mailbox that is saved, and watch for it."""
    try:
        state = plus_addresses.probe()
    except MailServerError as error:
        messages.error(request, _("The test mail could not be sent. %(why)s") % {"why": error})
    else:
        _say(request, state)
    return _page(request, _form(request, request.POST))


@sensitive_post_parameters()
@require_POST
@administrator_required
def offer(request: MemberRequest) -> HttpResponse:
    """Show the form again with the authentication that a test has offered; nothing is saved."""
    data: QueryDict = request.POST.copy()
    is_auth = data.get("offer") == Offer.SMTP_AUTH.value
    data["outgoing_authentication"] = (Offer.SMTP_AUTH if is_auth else Offer.POP_BEFORE_SMTP).value
    return _page(request, _form(request, data))


def _say(request: MemberRequest, state: PlusAddresses) -> None:
    if state == PlusAddresses.TRIED:
        messages.success(
            request, _("A test mail is on its way. Whether it arrives stands here in some minutes.")
        )
    else:
        messages.warning(request, _("The server takes no mail to such an address."))


def _form(
    request: MemberRequest, data: QueryDict | None = None, purpose: Purpose = Purpose.SAVE
) -> MailServerSettingsForm:
    return MailServerSettingsForm(
        data,
        settings=MailServerSettings.current(),
        purpose=purpose,
        test_to=company_address(request.user) or "",
    )


def _page(
    request: MemberRequest, form: MailServerSettingsForm, found: Sequence[Trial] | None = None
) -> HttpResponse:
    is_trial = found is not None
    template = f"{PAGE}#trials" if request.htmx and is_trial else PAGE
    retype = is_trial and not request.htmx
    context = {
        "form": form,
        "is_trial": is_trial,
        "trials": found or [],
        "passwords_are_gone": retype and any(_typed_passwords(request)),
        "plus": _plus(),
        "hint": MailServerSettings.current().why_nothing_is_mailed(),
        "here": _here(request),
        "back": _back(request),
        "query": _query(request),
    }
    return render(request, template, context)


def _plus() -> MailServerSettings | None:
    """Return the settings that are saved, where they have a notification mailbox to test."""
    saved = MailServerSettings.current()
    return saved if saved.notification_server and saved.notification_address else None


def _typed_passwords(request: MemberRequest) -> list[str]:
    return [str(value) for name, value in request.POST.items() if name.endswith("_password")]


def _back(request: HttpRequest) -> str:
    """Return where Cancel leads: to the page one came from, if it is one of ours."""
    asked = request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if asked and ours else reverse("front")


def _query(request: HttpRequest) -> str:
    back = _back(request)
    return "" if back == reverse("front") else "?" + urlencode({"back": back})


def _here(request: HttpRequest) -> str:
    return reverse("mailservers:settings") + _query(request)
