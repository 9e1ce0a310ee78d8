from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kairan.clock import heartbeat
from kairan.delivery import operations
from kairan.delivery.models import Envelope, EnvelopeQuerySet, Pause, State
from kairan.delivery.pausing import Resting
from kairan.delivery.searching import Wanted, kinds, numbers
from kairan.mailservers.models import MailServerSettings, OutgoingServer
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page

_MOST = 1000


@require_safe
@administrator_required
def index(request: MemberRequest) -> HttpResponse:
    """Show the queue, newest first, with what can be done about it."""
    wanted = Wanted.of(request.GET)
    envelopes = wanted.among(Envelope.objects.visible_to(request.user))
    context = {
        "page": page(
            request,
            envelopes.select_related("letter").defer("letter__template", "slots"),
            keys=["-pk"],
        ),
        "wanted": wanted,
        "states": State.choices,
        "numbers": numbers(),
        "kinds": kinds(),
        "resting": [Resting(each) for each in Pause.objects.select_related("server")],
        "worker": heartbeat.last_worker(),
        "is_alive": heartbeat.is_alive(timezone.now()),
        "why_nothing_is_mailed": MailServerSettings.current().why_nothing_is_mailed(),
    }
    return render(request, "delivery/index.html", context)


@require_safe
@administrator_required
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one envelope and every try, with the server's words as it said them."""
    found = Envelope.objects.visible_to(request.user).select_related("letter", "server")
    envelope = get_object_or_404(found.defer("letter__template", "slots"), pk=pk)
    context = {"envelope": envelope, "attempts": envelope.attempts.order_by("pk")}
    return render(request, "delivery/show.html", context)


@require_POST
@administrator_required
def tries(request: MemberRequest) -> HttpResponse:
    """Try the ticked envelopes now."""
    return _decide(
        request,
        operations.try_now,
        lambda n: ngettext("%(n)d letter is tried now.", "%(n)d letters are tried now.", n),
    )


@require_POST
@administrator_required
def holds(request: MemberRequest) -> HttpResponse:
    """Hold the ticked envelopes."""
    return _decide(
        request,
        operations.hold,
        lambda n: ngettext("%(n)d letter is held.", "%(n)d letters are held.", n),
    )


@require_POST
@administrator_required
def releases(request: MemberRequest) -> HttpResponse:
    """Release the ticked envelopes."""
    return _decide(
        request,
        operations.release,
        lambda n: ngettext("%(n)d letter is released.", "%(n)d letters are released.", n),
    )


@require_POST
@administrator_required
def cancellations(request: MemberRequest) -> HttpResponse:
    """Cancel the ticked envelopes."""
    return _decide(
        request,
        operations.cancel,
        lambda n: ngettext("%(n)d letter is cancelled.", "%(n)d letters are cancelled.", n),
    )


@require_POST
@administrator_required
def resendings(request: MemberRequest) -> HttpResponse:
    """Send the ticked uncertain envelopes again."""
    return _decide(
        request,
        operations.resend,
        lambda n: ngettext("%(n)d letter is sent again.", "%(n)d letters are sent again.", n),
    )


@require_POST
@administrator_required
def server_trial(request: MemberRequest, pk: int) -> HttpResponse:
    """Try a resting server again now."""
    operations.try_server_now(get_object_or_404(OutgoingServer, pk=pk))
    messages.success(request, _("The server is tried again with one letter."))
    return _back(request)


def _decide(
    request: MemberRequest,
    verb: Callable[[EnvelopeQuerySet], int],
    sentence: Callable[[int], str],
) -> HttpResponse:
    """Let ``verb`` change the ticked envelopes that it may change, and say how many these were."""
    ids = [int(each[:18]) for each in request.POST.getlist("ticked") if each.isdecimal()][:_MOST]
    if not ids:
        messages.warning(request, _("Tick the letters that you mean, then choose again."))
        return _back(request)
    count = verb(Envelope.objects.visible_to(request.user).filter(pk__in=ids))
    if count:
        messages.success(request, sentence(count) % {"n": count})
    else:
        messages.warning(request, _("None of these letters is in a state that allows this."))
    return _back(request)


def _back(request: MemberRequest) -> HttpResponseRedirect:
    """Return to the page of the queue where the button stood."""
    place = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(place, allowed_hosts=None):
        return HttpResponseRedirect(place)
    return redirect(reverse("delivery:index"))
