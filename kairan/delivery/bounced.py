"""Mail that had left and came back: its envelope says so, and its address may be left alone.

An address that the server does not know, or has closed, is suspended at once; one that only has
trouble after several mails came back within days. Suspended means: no notification goes there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kairan.delivery.models import BouncedAddress, Envelope, Purpose, Reason, State
from kairan.delivery.operations import cancel

MOST_SOFT_BOUNCES = 4
SOFT_WITHIN = timedelta(days=7)
_BATCH = 500


@dataclass(frozen=True)
class Returned:
    """What a server said when it returned a mail.

    ``status`` is one of RFC 3463 or empty; ``is_hard`` means that trying again is of no use.
    """

    status: str
    words: str
    is_hard: bool


@transaction.atomic
def bounce(envelope: Envelope, returned: Returned, *, now: datetime) -> bool:
    """Note that the mail in ``envelope`` came back, and suspend its address where that is due.

    Return whether it was out there: what has not left, or has come back before, changes nothing.
    """
    out_there = Envelope.objects.filter(pk=envelope.pk, state__in=[State.ACCEPTED, State.UNCERTAIN])
    words = f"{returned.status} {returned.words}".strip()
    if not out_there.update(
        state=State.BOUNCED, code=None, words=words, reason=Reason.NONE, settled_at=now
    ):
        return False
    address = _noted(envelope, returned, now)
    if address.suspended_at is None and _is_due(address, now):
        suspend(address, now=now)
    return True


def suspended(addresses: Collection[str]) -> set[str]:
    """Return those of ``addresses`` to which no notification goes; a query for each 500."""
    by_key: dict[str, list[str]] = {}
    for each in addresses:
        by_key.setdefault(each.lower(), []).append(each)
    keys = sorted(by_key)
    found: set[str] = set()
    for start in range(0, len(keys), _BATCH):
        some = keys[start : start + _BATCH]
        rows = BouncedAddress.objects.suspended().filter(search_key__in=some)
        for key in rows.values_list("search_key", flat=True):
            found.update(by_key[key])
    return found


@transaction.atomic
def suspend(address: BouncedAddress, *, now: datetime) -> None:
    """Mail no notification to ``address`` any more; those that wait are cancelled, visibly."""
    BouncedAddress.objects.filter(pk=address.pk).update(suspended_at=now)
    address.suspended_at = now
    waiting = Envelope.objects.filter(search_key=address.search_key)
    cancel(waiting.filter(letter__purpose=Purpose.NOTIFICATION), reason=Reason.COMES_BACK)


@transaction.atomic
def lift(address: BouncedAddress, *, now: datetime) -> bool:
    """Mail notifications to ``address`` again; return whether it was suspended.

    What came back before is forgiven; what comes back from now on counts anew.
    """
    rows = BouncedAddress.objects.suspended().filter(pk=address.pk)
    return rows.update(suspended_at=None, lifted_at=now) == 1


def _noted(envelope: Envelope, returned: Returned, now: datetime) -> BouncedAddress:
    address, _is_new = BouncedAddress.objects.update_or_create(
        search_key=envelope.search_key,
        defaults={
            "address": envelope.recipient,
            "status": returned.status,
            "words": returned.words,
            "is_hard": returned.is_hard,
            "bounced_at": now,
        },
    )
    return address


def _is_due(address: BouncedAddress, now: datetime) -> bool:
    if address.is_hard:
        return True
    since = max(now - SOFT_WITHIN, address.lifted_at or now - SOFT_WITHIN)
    came_back = Envelope.objects.filter(
        search_key=address.search_key, state=State.BOUNCED, settled_at__gt=since
    )
    return came_back.count() >= MOST_SOFT_BOUNCES
