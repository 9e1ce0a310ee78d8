"""The pages for what went wrong, each with a sentence and a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what a person may not do."""
    del exception
    return render(request, "shell/forbidden.html", status=403)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is missing or old; Django logs the ``reason``."""
    del reason
    return render(request, "shell/stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what does not exist, or not for this person."""
    del exception
    return render(request, "shell/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; the log has its details."""
    return render(request, "shell/broken.html", status=500)
