"""A mail as it will look, for a frame on one of our pages: wide, on a telephone, and as text."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kairan.shell.frames import sealed_off


def preview(request: HttpRequest, *, subject: str, html: str, text: str) -> HttpResponse:
    """Return a page that shows a mail, of which nothing can act: no script, no form, no request."""
    said = {"subject": subject, "html": html, "text": text}
    return sealed_off(render(request, "letterhead/mail/preview.html", said))


def no_preview(request: HttpRequest, form: BaseForm) -> HttpResponse:
    """Return the same page for a ``form`` with mistakes: its sentences say what to do."""
    because = [sentence for sentences in form.errors.values() for sentence in sentences]
    return sealed_off(render(request, "letterhead/mail/preview.html", {"because": because}))
