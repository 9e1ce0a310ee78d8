"""What stops letters from leaving now, as sentences for the page and for /health."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, QuerySet
from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.clock import heartbeat
from kairan.delivery.models import Envelope, Pause, State
from kairan.delivery.pausing import why
from kairan.shell.asking import Blank
from kairan.shell.feature import Alarm

# A server that stumbles once is no news.
PATIENCE = timedelta(minutes=1)


def current() -> list[Alarm]:
    """Return what is wrong now: a dead worker, servers that rest, letters in doubt."""
    now = timezone.now()
    return [*_worker(now), *_servers(now), *_uncertain()]


def signs() -> list[BaseExpression]:
    """Return what is true of the database whenever there are any: see ``Feature.unrest``."""
    half_a_minute_ago = Blank(lambda _asker: timezone.now() - heartbeat.DEAD_AFTER, DateTimeField())
    return [
        ~Exists(heartbeat.alive_since(half_a_minute_ago)),
        Exists(Pause.objects.all()),
        Exists(_in_doubt()),
    ]


def _worker(now: datetime) -> list[Alarm]:
    if heartbeat.is_alive(now):
        return []
    last = heartbeat.last_beat()
    if last is None:
        sentence = _("The worker does not run: no mail leaves. Start “kairan worker”.")
    else:
        sentence = _(
            "The worker has not shown life since %(moment)s: no mail leaves. Start “kairan worker”."
        ) % {"moment": date_format(timezone.localtime(last), "DATETIME_FORMAT")}
    return [Alarm(sentence, reverse("delivery:index"))]


def _servers(now: datetime) -> list[Alarm]:
    pauses = Pause.objects.select_related("server")
    return [
        Alarm(
            _("%(server)s takes no letters. %(why)s") % {"server": pause.server, "why": why(pause)},
            reverse("delivery:index"),
        )
        for pause in pauses
        if pause.is_permanent or pause.since < now - PATIENCE
    ]


def _in_doubt() -> QuerySet[Envelope]:
    return Envelope.objects.filter(state=State.UNCERTAIN)


def _uncertain() -> list[Alarm]:
    count = _in_doubt().count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)d letter is uncertain: the server may have taken it or not. Decide.",
        "%(count)d letters are uncertain: the server may have taken them or not. Decide.",
        count,
    ) % {"count": count}
    return [Alarm(sentence, f"{reverse('delivery:index')}?state={State.UNCERTAIN}")]
