"""Every page speaks the person's language; an office without an administrator is founded first."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from kairan.people.models import User

OPEN_BEFORE_FOUNDATION = ("/people/setup/", "/static/", "/language/", "/health")


class InPersonsTerms:
    """Activates language and time zone of whoever is signed in, else what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        language = (
            user.language
            if user.is_authenticated
            else translation.get_language_from_request(request)
        )
        zone = ZoneInfo(user.time_zone) if user.is_authenticated else None
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class FoundFirst:
    """Leads every page to the set-up while there is no administrator.

    Whoever is signed in belongs to a founded office, so only strangers cost a query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or request.path.startswith(OPEN_BEFORE_FOUNDATION):
            return self.get_response(request)
        if User.objects.administrators().exists():
            return self.get_response(request)
        return redirect(reverse("people:setup"))
