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
from kairan.notices.bundling import leave
from kairan.notices.listening import note, spared
from kairan.notices.models import Announcement, Notification, Wording
from kairan.notices.notice import Notice
from kairan.notices.recasting import recast
from kairan.notices.superseding import News, leave_out, overtake
from kairan.notices.unsent import unsent_people
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
    bell alone tells of it. What the notice supersedes and has not reached people is told with it,
    as one. Return None when there is nobody to tell or the event was announced before; raise
    RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("announce() belongs in the transaction of the thing it announces.")
    recipients = {each.pk if isinstance(each, User) else each for each in to}
    if by is not None:
        recipients.discard(by.pk)
    if not recipients and not notice.supersedes:
        return None
    if key and notice.supersedes:
        raise ValueError("What supersedes other news cannot be announced under a key.")
    due_at = (at or now()) + notice.quiet_for
    news = [News(notice, frozenset(recipients), due_at, by_mail)]
    if notice.supersedes:
        news = overtake(news[0], by_id=by.pk if by else None)
    rows = [_row(each, by=by, key=key) for each in news]
    written = [row for row in rows if _written(row, once=key is not None)]
    if written:
        clock.wake("wording")
    return written[0] if written else None


def announce_each(told: Iterable[tuple[Notice, User]]) -> None:
    """Record notices that concern one person each as :func:`announce` does, all in one INSERT.

    Raise ValueError for a notice that supersedes others: what it is told with takes a look at each.
    """
    moment, rows = now(), []
    for notice, person in told:
        if notice.supersedes:
            raise ValueError("What supersedes other news is announced by itself.")
        news = News(notice, frozenset({person.pk}), moment + notice.quiet_for)
        rows.append(_row(news, by=None, key=None))
    if not connection.in_atomic_block:
        raise RuntimeError("announce_each() belongs in the transaction of what it announces.")
    for row in rows:
        note(row)
    if rows:
        Announcement.objects.bulk_create(rows)
        clock.wake("wording")


def amend(notice: Notice, *, by: User | None = None) -> None:
    """Tell those whom no mail of what ``notice`` supersedes has reached yet this instead."""
    announce(notice, to=unsent_people(notice), by=by)


def _row(news: News, *, by: User | None, key: str | None) -> Announcement:
    """Return the row of ``news``, new or in the place of what it is told instead of."""
    notice, place = news.notice, news.place
    return Announcement(
        pk=place.pk if place else None,
        key=place.key if place else key or f"{notice.kind}:{uuid.uuid4().hex}",
        kind=notice.kind,
        about=notice.about(),
        payload=notice.payload(),
        recipients=sorted(news.people),
        size=place.size if place else len(news.people),
        by=by,
        by_mail=news.by_mail,
        unmailed=spared(news.people),
        announced_at=now(),
        due_at=news.due_at,
        claimable_at=news.due_at,
    )


def _written(row: Announcement, *, once: bool) -> bool:
    note(row)
    if not once:
        row.save(force_insert=row.pk is None, force_update=row.pk is not None)
        return True
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if Announcement.objects.filter(key=row.key).exists():
            return False
        raise
    return True


@transaction.atomic
def withdraw(*, about: str, notice: type[Notice] | None = None, person: User | None = None) -> None:
    """Drop what is not yet sent about the record ``about``, in the transaction of its cause.

    With ``notice`` only that kind, with ``person`` only what would go to them. Mails that wait
    are cancelled, visibly, and what waits in a bundle leaves it; what has left stays as it is, and
    so does the bell.
    """
    announcements = Announcement.objects.filter(about=about)
    if notice is not None:
        announcements = announcements.filter(kind=notice.kind)
    waiting = announcements.filter(state=Announcement.State.WAITING)
    if person is None:
        waiting.update(state=Announcement.State.WITHDRAWN, settled_at=now(), claimable_at=now())
    else:
        for each in waiting.select_for_update():
            leave_out(person.pk, of=each)
    cancel(_letters_on_their_way(announcements, person), reason=Reason.WITHDRAWN)
    told = Notification.objects.filter(announcement__in=announcements)
    if person is not None:
        told = told.filter(person=person)
    leave(told, reason=Notification.Reason.WITHDRAWN)
    recast(told, reason=Notification.Reason.WITHDRAWN)


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
