"""What an app may ask for: that people are told, and that they are no longer told."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from kairan import clock
from kairan.delivery.models import Envelope, EnvelopeQuerySet, Reason
from kairan.delivery.operations import cancel
from kairan.notices.models import Announcement, Notification, Wording
from kairan.notices.notice import Notice
from kairan.people.models import User


def announce(
    notice: Notice,
    *,
    to: Iterable[User] | Collection[int],
    by: User | None = None,
    at: datetime | None = None,
    key: str | None = None,
    by_mail: bool = True,
) -> Announcement | None:
    """Record ``notice`` for the people in ``to``, in the transaction of its cause: one INSERT.

    The cause and its announcement are committed together or not at all. Nobody is told of their
    own deed (``by``) and nobody twice. A future ``at`` (aware) makes the notice a reminder. A
    ``key`` makes the event happen once, however often it is announced. Without ``by_mail`` the
    bell alone tells of it. Return None when there is nobody to tell or the event was announced
    before; raise RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("announce() belongs in the transaction of the thing it announces.")
    recipients = {each.pk if isinstance(each, User) else each for each in to}
    if by is not None:
        recipients.discard(by.pk)
    if not recipients:
        return None
    moment = now()
    announcement = Announcement(
        key=key or f"{notice.kind}:{uuid.uuid4().hex}",
        kind=notice.kind,
        about=notice.about(),
        payload=notice.payload(),
        recipients=sorted(recipients),
        size=len(recipients),
        by=by,
        by_mail=by_mail,
        announced_at=moment,
        due_at=at or moment,
        claimable_at=at or moment,
    )
    if not _insert(announcement, once=key is not None):
        return None
    clock.wake("wording")
    return announcement


def _insert(announcement: Announcement, *, once: bool) -> bool:
    if not once:
        announcement.save(force_insert=True)
        return True
    try:
        with transaction.atomic():
            announcement.save(force_insert=True)
    except IntegrityError:
        if Announcement.objects.filter(key=announcement.key).exists():
            return False
        raise
    return True


@transaction.atomic
def withdraw(*, about: str, notice: type[Notice] | None = None, person: User | None = None) -> None:
    """Drop what is not yet sent about the record ``about``, in the transaction of its cause.

    With ``notice`` only that kind, with ``person`` only what would go to them. Mails that wait
    are cancelled, visibly; what has left stays as it is, and so does the bell.
    """
    announcements = Announcement.objects.filter(about=about)
    if notice is not None:
        announcements = announcements.filter(kind=notice.kind)
    waiting = announcements.filter(state=Announcement.State.WAITING)
    if person is None:
        waiting.update(state=Announcement.State.WITHDRAWN, settled_at=now(), claimable_at=now())
    else:
        for each in waiting.select_for_update():
            _leave_out(person, of=each)
    cancel(_letters_on_their_way(announcements, person), reason=Reason.WITHDRAWN)


def _letters_on_their_way(
    announcements: QuerySet[Announcement], person: User | None
) -> EnvelopeQuerySet:
    """Return the envelopes of announcements, or one person's: few rows, even in a large crowd."""
    if person is None:
        wordings = Wording.objects.filter(announcement__in=announcements)
        return Envelope.objects.for_letters(list(wordings.values_list("letter_id", flat=True)))
    told = Notification.objects.filter(person=person, announcement__in=announcements)
    letters = told.filter(wording__isnull=False).values_list("wording__letter_id", flat=True)
    return Envelope.objects.for_letters(list(letters)).filter(person_id=person.pk)


def _leave_out(person: User, *, of: Announcement) -> None:
    """Take ``person`` out, and say why; a new ``claimable_at`` breaks the claim of a worker."""
    if person.pk not in of.recipients or person.pk <= of.cursor:
        return
    of.recipients = [each for each in of.recipients if each != person.pk]
    of.claimable_at = max(of.due_at, now())
    if not of.recipients:
        of.state, of.settled_at = Announcement.State.TOLD, now()
    of.save(update_fields=["recipients", "claimable_at", "state", "settled_at"])
    Notification.objects.create(
        announcement=of,
        person=person,
        way=Notification.Way.NONE,
        reason=Notification.Reason.LEFT_OUT,
        created_at=now(),
    )
