"""Which kinds of notice come by mail: a person's own page, and the link in every mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kairan.notices import tokens, unsubscribing
from kairan.notices.examples import example_of
from kairan.notices.forms import PreferencesForm
from kairan.notices.preferences import switched_off
from kairan.notices.secret_links import kept_secret
from kairan.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: MemberRequest) -> HttpResponse:
    """Show the kinds of notice, and keep which of them come by mail."""
    form = PreferencesForm(request.POST or None, person=request.user)
    if request.method == "POST":
        form = PreferencesForm(request.POST, person=request.user)
        if form.is_valid():
            form.save()
            messages.success(request, _("Your choice is saved."))
            return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form})


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
