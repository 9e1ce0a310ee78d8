"""A rule that says no says it in a sentence, and the person sees that sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Refused(Exception):
    """What was asked for is against a rule; the message is a sentence for the person."""


class AnswerRefusals:
    """Turns :class:`Refused` into a page that says why, or a message beside the htmx request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal with 409 and its sentence; leave every other exception alone."""
        if not isinstance(error, Refused):
            return None
        partial = "#sentence" if request.headers.get("HX-Request") else ""
        return render(request, f"shell/refused.html{partial}", {"sentence": str(error)}, status=409)
