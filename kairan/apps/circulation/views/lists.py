"""Lists of circulars, and of the readers of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kairan.apps.circulation.models import Circular, Reading
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

RECEIVED = {
    "waiting": (_("To confirm"), Reading.objects.all().waiting),
    "confirmed": (_("Confirmed"), Reading.objects.all().confirmed),
    "all": (_("All"), Reading.objects.all),
}


@login_required
@require_safe
def received(request: MemberRequest) -> HttpResponse:
    """Show what was sent to me: by default what still waits for my seal."""
    wanted = request.GET.get("show", "waiting")
    shown = wanted if wanted in RECEIVED else "waiting"
    readings = RECEIVED[shown][1]().of(request.user).select_related("circular__author")
    return render(
        request,
        "circulation/received.html",
        {
            "page": page(request, readings, keys=["-pk"]),
            "filters": [(key, label, key == shown) for key, (label, _rows) in RECEIVED.items()],
            "shown": shown,
        },
    )


@login_required
@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    """Show what I sent, with how far it has come."""
    circulars = Circular.objects.written_by(request.user).sent()
    shown = request.GET.get("show", "")
    if shown in Circular.State.values:
        circulars = circulars.filter(state=shown)
    filters = [
        ("", _("All"), shown not in Circular.State.values),
        *[
            (state.value, state.label, state.value == shown)
            for state in (Circular.State.SENT, Circular.State.COMPLETED)
        ],
    ]
    return render(
        request,
        "circulation/sent.html",
        {"page": page(request, circulars, keys=["-pk"]), "filters": filters},
    )


@login_required
@require_safe
def drafts(request: MemberRequest) -> HttpResponse:
    """Show what I have not sent yet."""
    circulars = Circular.objects.written_by(request.user).drafts()
    return render(
        request, "circulation/drafts.html", {"page": page(request, circulars, keys=["-pk"])}
    )


@login_required
@require_safe
def readers(request: MemberRequest, pk: int) -> HttpResponse:
    """Show all readers of a circular with their answers."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user).sent(), pk=pk)
    readings = circular.readings.select_related("reader")
    shows_some = request.GET.get("show") == "unconfirmed"
    if shows_some:
        readings = readings.unconfirmed()
    return render(
        request,
        "circulation/readers.html",
        {
            "circular": circular,
            "page": page(request, readings, keys=["pk"], size=100),
            "filters": [
                ("", _("All"), not shows_some),
                ("unconfirmed", _("Not confirmed"), shows_some),
            ],
        },
    )
