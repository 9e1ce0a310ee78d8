"""What readers answer: on the page, or from the mail without signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.circulation import operations
from kairan.apps.circulation.forms import ConfirmationForm
from kairan.apps.circulation.models import Circular, Reading
from kairan.apps.circulation.notices import (
    CircularDeadlineNear,
    CircularDelivered,
    CircularReminded,
)
from kairan.apps.circulation.views.circulars import shown
from kairan.attachments.responses import download
from kairan.notices.secret_links import bearer_of, kept_secret
from kairan.people.requests import MemberRequest
from kairan.people.terms import in_terms_of

KINDS = {CircularDelivered.kind, CircularReminded.kind, CircularDeadlineNear.kind}


@login_required
@require_POST
def reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Note that the page was really opened; the page itself sends this."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user).sent(), pk=pk)
    operations.mark_read(circular, reader=request.user)
    return HttpResponse(status=204)


@login_required
@require_POST
def confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the seal of whoever is signed in."""
    received = Circular.objects.sent().filter(readings__reader=request.user)
    circular = get_object_or_404(received.select_related("author"), pk=pk)
    form = ConfirmationForm(request.POST)
    if form.is_valid():
        operations.confirm(circular, reader=request.user, comment=form.cleaned_data["comment"])
    if request.htmx:
        return render(request, "circulation/show.html#answers", shown(circular, request))
    return redirect(circular)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Show the circular to whoever holds the link of its mail; only a POST confirms it."""
    mine = _copy(kind, token)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        operations.confirm(mine.circular, reader=mine.reader, comment=comment)
        return redirect("circulation:answer", kind, token)
    with in_terms_of(mine.reader):
        response = render(
            request,
            "circulation/answer.html",
            {
                "circular": mine.circular,
                "files": [
                    (each, reverse("circulation:answer-file", args=[kind, token, each.pk]))
                    for each in mine.circular.files.all()
                ],
                "mine": mine,
                "form": form,
            },
        )
    return kept_secret(response)


@require_safe
def file(_request: HttpRequest, kind: str, token: str, file: int) -> HttpResponse:
    """Hand a file of the circular to whoever holds the link of its mail."""
    mine = _copy(kind, token)
    return kept_secret(download(get_object_or_404(mine.circular.files, pk=file)))


def _copy(kind: str, token: str) -> Reading:
    """Return the copy to which ``token`` belongs; what it does not open does not exist."""
    bearer = bearer_of(token, kind, among=KINDS)
    copies = Reading.objects.of(bearer.person).select_related("circular__author", "reader")
    return get_object_or_404(copies, circular=bearer.number)
