"""How people are told: a person's own page, that of the organisation, the link in every mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kairan.notices import tokens, unsubscribing
from kairan.notices.examples import example_of
from kairan.notices.forms.office import OfficeMatrixForm
from kairan.notices.forms.own import OwnMatrixForm
from kairan.notices.forms.times import TimesForm
from kairan.notices.notice import Notice
from kairan.notices.planning import Mail
from kairan.notices.preferences import rule_for, settle_rules, switched_off
from kairan.notices.secret_links import kept_secret
from kairan.notices.settling import Preset, settle, take_preset
from kairan.notices.times import daily_hours, settled_times, times_of
from kairan.people.access import administrator_required
from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.feature import features


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: MemberRequest) -> HttpResponse:
    """Show how and when the person hears of what happens, and keep what they change."""
    person = request.user
    if (preset := request.POST.get("preset")) in Preset.values:
        take_preset(person, Preset(preset))
        messages.success(request, _("Your choice is saved."))
        return redirect("notices:preferences")
    data = request.POST if request.method == "POST" else None
    matrix = OwnMatrixForm(data, person=person)
    times = TimesForm(data, instance=settled_times(person))
    if matrix.is_valid() and times.is_valid():
        settle(person, ways=matrix.wanted(), addresses=matrix.addresses(), times=times.instance)
        messages.success(request, _("Your choice is saved."))
        return redirect("notices:preferences")
    current = times_of(User.objects.get(pk=person.pk), daily_hours([person.pk]))
    return render(
        request,
        "notices/preferences.html",
        {
            "matrix": matrix,
            "times": times,
            "ways": Mail,
            "presets": Preset,
            "goes_to": _("Goes to") if matrix.chooses_addresses else "",
            "next_daily": current.next_daily(now()),
            "daily_pages": [entry for each in features() for entry in each.daily_mail_pages()],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def office(request: MemberRequest) -> HttpResponse:
    """Show how everybody hears of what happens, and keep what an administrator changes."""
    matrix = OfficeMatrixForm(request.POST if request.method == "POST" else None)
    if matrix.is_valid():
        settle_rules(matrix.rules_wanted())
        messages.success(request, _("This holds from now on."))
        return redirect("notices:office")
    context = {"matrix": matrix, "ways": Mail, "may_change": _("May be changed")}
    return render(request, "notices/office.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Explain to whoever holds the link what it does; a POST does it.

    RFC 8058: the POST carries ``List-Unsubscribe=One-Click`` and no cookie, so the token in the
    path is all there is to go by. ``List-Unsubscribe=Undo`` is the page's own way back.
    """
    try:
        person, kind = unsubscribing.read(token)
    except tokens.Invalid:
        return render(request, "notices/dead_link.html", status=404)
    if rule_for(kind.kind).is_locked:
        return _locked(request, person, kind)
    with translation.override(person.language):
        state = "asking"
        if request.method == "POST":
            state = _settle(request, token=token)
        response = render(
            request,
            "notices/subscription.html",
            {
                "person": person,
                "group": kind.group,
                "label": kind.label,
                "example": example_of(kind, language=person.language).subject,
                "is_off": kind.kind in switched_off(person),
                "state": state,
            },
            status=400 if state == "unclear" else 200,
        )
    response.headers["Content-Language"] = person.language
    return kept_secret(response)


def _locked(request: HttpRequest, person: User, kind: type[Notice]) -> HttpResponse:
    """Say that the organisation has settled it, and change nothing."""
    with translation.override(person.language):
        context = {"person": person, "group": kind.group, "label": kind.label}
        status = 409 if request.method == "POST" else 200
        response = render(request, "notices/subscription_locked.html", context, status=status)
    response.headers["Content-Language"] = person.language
    return kept_secret(response)


def _settle(request: HttpRequest, *, token: str) -> str:
    person, kind = unsubscribing.read(token)
    match request.POST.get("List-Unsubscribe", ""):
        case "One-Click":
            unsubscribing.unsubscribe(person, kind)
            return "off"
        case "Undo":
            unsubscribing.subscribe(person, kind)
            return "on"
        case _:
            return "unclear"
