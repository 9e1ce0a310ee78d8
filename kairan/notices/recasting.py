"""Bundles that were handed over and have not left: what became stale leaves even these."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from kairan.delivery.models import Envelope, State
from kairan.delivery.models import Reason as Fate
from kairan.delivery.operations import cancel
from kairan.notices.bundling import put_out, take_in
from kairan.notices.models import Bundle, Notification, Part
from kairan.notices.planning import Mail

Reason = Notification.Reason


@transaction.atomic
def recast(notifications: QuerySet[Notification], *, reason: Notification.Reason) -> None:
    """Put bundles together anew, without ``notifications``, of which no letter has left.

    Their envelopes are cancelled, visibly; the rest waits in an open bundle that is mailed at once.
    A bundle of which the server has, or may have, a letter stays as it is.
    """
    for bundle in _handed_over(notifications):
        if _called_back(bundle):
            _begin_anew(bundle, without=notifications, reason=reason)


def recall(notifications: QuerySet[Notification]) -> None:
    """Let bundles that hold ``notifications``, and of which no letter has left, wait again.

    Belongs in a transaction: they stay open until it ends.
    """
    for bundle in _handed_over(notifications):
        if _called_back(bundle):
            _begin_anew(bundle, without=notifications.none(), reason=Reason.NOTHING)


def _handed_over(notifications: QuerySet[Notification]) -> QuerySet[Bundle]:
    """Return the bundles, locked, in whose letters ``notifications`` wait."""
    waiting = Part.objects.filter(
        notification__in=notifications.order_by(), letter__envelopes__next_try_at__isnull=False
    )
    ids = waiting.values_list("bundle_id", flat=True).distinct()
    return Bundle.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update()


def _called_back(bundle: Bundle) -> bool:
    """Cancel all envelopes of ``bundle``, unless one of them has left or is leaving."""
    letters = list(bundle.parts.values_list("letter_id", flat=True).distinct())
    envelopes = Envelope.objects.for_letters(letters)
    states = [each.state for each in envelopes.order_by("pk").select_for_update()]
    if not states or any(each not in {State.WAITING, State.DEFERRED} for each in states):
        return False
    return cancel(envelopes, reason=Fate.RECAST) == len(states)


def _begin_anew(
    bundle: Bundle, *, without: QuerySet[Notification], reason: Notification.Reason
) -> None:
    parts = bundle.parts.values("notification")
    travelling = list(Notification.objects.filter(pk__in=parts).values_list("pk", flat=True))
    bundle.parts.all().delete()
    those = Notification.objects.filter(pk__in=travelling)
    stale = set(without.filter(pk__in=travelling).values_list("pk", flat=True))
    put_out(those.filter(pk__in=stale), reason=reason)
    moment, kind = now(), Bundle.Kind(bundle.kind)
    if stale != set(travelling):
        place = (bundle.person_id, kind)
        anew = take_in({place: moment}, now=moment)[place]
        waits = Reason.DAILY if kind.value == Mail.DAILY else Reason.BUNDLED
        those.exclude(pk__in=stale).update(bundle=anew, reason=waits)
