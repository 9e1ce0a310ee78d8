"""What people and rooms do with letters: submit them, and decide about those that wait."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kairan import clock
from kairan.delivery.models import (
    Envelope,
    EnvelopeQuerySet,
    Letter,
    Pause,
    Purpose,
    Reason,
    State,
    WhenUncertain,
)
from kairan.mail import compose
from kairan.mailservers.models import MailServerSettings, OutgoingServer
from kairan.people.models import User

__all__ = [
    "Mailing",
    "Purpose",
    "Recipient",
    "WhenUncertain",
    "cancel",
    "hold",
    "release",
    "resend",
    "submit",
    "submit_all",
    "try_now",
    "try_server_now",
]

ROUND = "delivery"
# Somebody sits before the screen and waits for these; notifications come after them.
RANKS = {Purpose.ACCOUNT: 0, Purpose.PERSONAL: 0, Purpose.NOTIFICATION: 1}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, whose it is, and the values of the letter's slots for it."""

    address: str
    person_id: int | None = None
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Mailing:
    """A letter for ``recipients``, and what holds for it on its way.

    ``sender`` is the envelope sender, ``expires_after`` counts from now or from ``not_before``
    (aware).
    """

    letter: compose.Letter
    recipients: Iterable[Recipient]
    server: OutgoingServer | None
    sender: str
    purpose: Purpose
    kind: str
    about: str = ""
    by: User | None = None
    expires_after: timedelta
    when_uncertain: WhenUncertain = WhenUncertain.ASK
    not_before: datetime | None = None


def submit(mailing: Mailing) -> Letter:
    """Put one letter into the queue; see :func:`submit_all`."""
    return submit_all([mailing])[0]


@transaction.atomic
def submit_all(mailings: Sequence[Mailing]) -> list[Letter]:
    """Put letters into the queue, an envelope for each recipient; two INSERTs, however many.

    Belongs in the transaction of its cause. A notification is cancelled at once, visibly, while
    Mail Server Settings say that nothing is mailed; so is any letter without a ``server``.
    Raises ``mail.charsets.DoesNotFit`` or ``UnsafeHeader`` when one of them cannot be composed:
    then none is submitted.
    """
    moment = timezone.now()
    letters = Letter.objects.bulk_create([_letter(each, moment) for each in mailings])
    is_mailed = not _mails_no_notification(mailings)
    Envelope.objects.bulk_create(
        (
            envelope
            for letter, mailing in zip(letters, mailings, strict=True)
            for envelope in _envelopes(letter, mailing, is_mailed=is_mailed)
        ),
        batch_size=_BATCH,
    )
    clock.wake(ROUND)
    return letters


def _letter(mailing: Mailing, moment: datetime) -> Letter:
    letter = mailing.letter
    return Letter(
        template=compose.compose(letter).to_bytes(),
        subject=compose.without_slots(str(letter.subject))[:250],
        sender=mailing.sender,
        server=mailing.server,
        purpose=mailing.purpose,
        kind=mailing.kind,
        about=mailing.about,
        by=mailing.by,
        created_at=moment,
        expires_at=(mailing.not_before or moment) + mailing.expires_after,
        when_uncertain=mailing.when_uncertain,
        has_message_id=letter.message_id is not None,
    )


def _envelopes(letter: Letter, mailing: Mailing, *, is_mailed: bool) -> Iterator[Envelope]:
    reason = _why_cancelled(mailing, is_mailed=is_mailed)
    state = {
        "state": State.CANCELLED if reason else State.WAITING,
        "reason": reason,
        "next_try_at": None if reason else mailing.not_before or letter.created_at,
        "settled_at": letter.created_at if reason else None,
    }
    for each in mailing.recipients:
        yield Envelope(
            letter=letter,
            server=mailing.server,
            person_id=each.person_id,
            recipient=each.address,
            search_key=each.address.lower(),
            slots=json.dumps(dict(each.slots), ensure_ascii=False),
            rank=RANKS[mailing.purpose],
            **state,
        )


def _mails_no_notification(mailings: Sequence[Mailing]) -> bool:
    """Whether notifications are among them while none is mailed."""
    has_any = any(each.purpose == Purpose.NOTIFICATION for each in mailings)
    return has_any and bool(MailServerSettings.current().why_nothing_is_mailed())


def _why_cancelled(mailing: Mailing, *, is_mailed: bool) -> Reason:
    if mailing.purpose == Purpose.NOTIFICATION and not is_mailed:
        return Reason.NOT_MAILED
    return Reason.NONE if mailing.server is not None else Reason.NO_SERVER


@transaction.atomic
def hold(envelopes: EnvelopeQuerySet) -> int:
    """Keep those of ``envelopes`` that wait from leaving until released; return how many."""
    return envelopes.filter(state__in=[State.WAITING, State.DEFERRED]).update(
        state=State.HELD, next_try_at=None, reason=Reason.BY_ADMINISTRATOR
    )


@transaction.atomic
def release(envelopes: EnvelopeQuerySet) -> int:
    """Let those of ``envelopes`` that are held leave; return how many."""
    return _awaken(envelopes.filter(state=State.HELD))


@transaction.atomic
def cancel(envelopes: EnvelopeQuerySet, *, reason: Reason = Reason.BY_ADMINISTRATOR) -> int:
    """Drop those of ``envelopes`` that have not left, visibly; return how many."""
    return envelopes.unsent().update(
        state=State.CANCELLED, next_try_at=None, settled_at=timezone.now(), reason=reason
    )


@transaction.atomic
def try_now(envelopes: EnvelopeQuerySet) -> int:
    """Try those of ``envelopes`` now that wait, or that failed or expired; return how many.

    What failed gets the time its letter had at first once more. An uncertain one needs
    ``resend``: it may have arrived.
    """
    failed = [State.REFUSED, State.EXPIRED, State.BOUNCED, State.CANCELLED]
    return _awaken(envelopes.filter(state__in=[State.WAITING, State.DEFERRED, *failed]))


@transaction.atomic
def resend(envelopes: EnvelopeQuerySet) -> int:
    """Send those of ``envelopes`` again that are uncertain: the same bytes; return how many."""
    return _awaken(envelopes.filter(state=State.UNCERTAIN), was_resent=True)


def _awaken(envelopes: EnvelopeQuerySet, **changes: object) -> int:
    moment = timezone.now()
    ids = list(envelopes.exclude(server=None).values_list("pk", "letter_id"))
    _prolong({letter for _, letter in ids}, moment)
    changed = envelopes.filter(pk__in=[pk for pk, _ in ids]).update(
        state=State.WAITING,
        next_try_at=moment,
        settled_at=None,
        reason=Reason.NONE,
        **changes,
    )
    clock.wake(ROUND)
    return changed


def _prolong(letters: set[int], moment: datetime) -> None:
    """Give letters that have expired their first time once more."""
    expired = Letter.objects.filter(pk__in=letters, expires_at__lte=moment)
    for each in expired.only("created_at", "expires_at"):
        each.expires_at = moment + (each.expires_at - each.created_at)
        each.save(update_fields=["expires_at"])


@transaction.atomic
def try_server_now(server: OutgoingServer) -> bool:
    """End the pause of a server at once, as far as one letter; return whether it had one."""
    found = Pause.objects.filter(server=server).update(until=timezone.now())
    clock.wake(ROUND)
    return bool(found)
