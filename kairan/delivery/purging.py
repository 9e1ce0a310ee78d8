"""Forgets letters by age, and gives up those whose time is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from kairan.delivery.models import Envelope, EnvelopeQuerySet, Letter, Reason, State

KEPT_FOR = timedelta(days=365)
UNSETTLED = (State.WAITING, State.HELD, State.SENDING, State.DEFERRED)
_BATCH = 500


def expire(now: datetime) -> None:
    """Give up what waits though its letter's time is over, also for servers that rest."""
    late = Envelope.objects.waiting().filter(letter__expires_at__lte=now)
    for ids in _batches(late):
        Envelope.objects.waiting().filter(pk__in=ids).update(
            state=State.EXPIRED, next_try_at=None, settled_at=now, reason=Reason.TOO_LATE
        )


def purge(now: datetime) -> None:
    """Delete letters of long ago with their envelopes and attempts, in small commits."""
    old = Letter.objects.filter(created_at__lt=now - KEPT_FOR).exclude(
        pk__in=Envelope.objects.filter(state__in=UNSETTLED).values("letter_id")
    )
    while True:
        ids = list(old.order_by("created_at").values_list("pk", flat=True)[:1])
        if not ids:
            return
        _delete_in_parts(ids)


def _delete_in_parts(letters: list[int]) -> None:
    envelopes = Envelope.objects.filter(letter_id__in=letters)
    for ids in _batches(envelopes):
        Envelope.objects.filter(pk__in=ids).delete()
    Letter.objects.filter(pk__in=letters).delete()


def _batches(envelopes: EnvelopeQuerySet) -> Iterator[list[int]]:
    while ids := list(envelopes.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        yield ids
