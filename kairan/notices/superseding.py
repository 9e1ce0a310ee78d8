"""What waits about a record becomes one with what follows it: a person hears the net change.

Unsent is what no worker has begun with, mails that are put off or held, and what waits in a bundle.
What a worker has claimed is left alone; the news that follow are told after it. What follows upon
something in a bundle waits no two minutes: the bundle is its wait.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import now

from kairan.delivery.models import Envelope, EnvelopeQuerySet, Reason
from kairan.delivery.operations import cancel
from kairan.notices.bundling import put_out
from kairan.notices.models import Announcement, Notification
from kairan.notices.notice import Notice
from kairan.notices.unsent import Unsent, unsent

# A new ``claimable_at`` breaks the claim of a worker that has just read the row.
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class News:
    """What is told to some people at one moment; ``place`` is the row whose place it takes."""

    notice: Notice
    people: frozenset[int]
    due_at: datetime
    by_mail: bool = True
    place: Announcement | None = None


def overtake(news: News, *, by_id: int | None) -> list[News]:
    """Take back what ``news`` makes stale; return what is told instead, in the same transaction.

    Whoever acts (``by_id``) has the record before them: what waits for them is dropped.
    """
    waiting = unsent(news.notice)
    groups: dict[tuple[Unsent, ...], set[int]] = defaultdict(set)
    for person in news.people:
        groups[tuple(each for each in waiting if person in each.people)].add(person)
    if by_id is not None:
        _let_off(by_id, waiting)
    return [
        told
        for stale, people in groups.items()
        for told in _told_instead(news, stale, frozenset(people))
    ]


def _told_instead(news: News, stale: Sequence[Unsent], people: frozenset[int]) -> list[News]:
    told, used = _as_one(news.notice, stale)
    kept = [each.announcement.due_at for each in stale if each not in used and each.waits]
    begun = [each.announcement.due_at for each in used if each.waits]
    if any(each.bundled for each in used):
        begun.append(now())
    due_at = max([min([news.due_at, *begun]), *kept])
    places = [place for each in used if (place := _take_back(each, people, told))]
    if told is not None:
        place = _last(places)
        if place is not None and place.due_at == due_at:
            due_at += _A_MOMENT
        return [replace(news, notice=told, people=people, due_at=due_at, place=place)]
    if all(each.waits for each in used):
        return []
    # The bell has told what is undone now, so it tells that as well.
    return [replace(news, people=people, due_at=due_at, by_mail=False)]


def _as_one(notice: Notice, waiting: Sequence[Unsent]) -> tuple[Notice | None, list[Unsent]]:
    """Return what tells ``notice`` and what it makes stale of ``waiting``, and the latter."""
    told: Notice | None = notice
    used: list[Unsent] = []
    for each in reversed(waiting):
        if told is None or not told.makes_stale(each.notice):
            break
        used.append(each)
        if each.has_reached:
            break
        told = told.after(each.notice)
    return told, used


def _last(places: Sequence[Announcement]) -> Announcement | None:
    """Return the row that is written over; the others, which nobody hears of, go."""
    if not places:
        return None
    Announcement.objects.filter(pk__in=[each.pk for each in places[:-1]]).delete()
    return places[-1]


def _take_back(stale: Unsent, people: frozenset[int], told: Notice | None) -> Announcement | None:
    """Tell ``people`` no more of ``stale``; return its row where nobody else is left in it."""
    if stale.bundled:
        put_out(_in_bundles(stale, people), reason=Notification.Reason.REPLACED)
        return None
    if not stale.waits:
        cancel(_envelopes(stale, people), reason=Reason.REPLACED)
        return None
    row = stale.announcement
    stale.people.difference_update(people)
    if stale.people:
        _keep_for(row, stale.people)
        if told is None:
            _note_undone(row, people)
        return None
    if told is None:
        _settle_undone(row)
        return None
    return row


def _envelopes(stale: Unsent, people: Collection[int]) -> EnvelopeQuerySet:
    return Envelope.objects.for_letters(stale.letters).filter(person_id__in=people)


def _in_bundles(stale: Unsent, people: Collection[int]) -> QuerySet[Notification]:
    told = Notification.objects.filter(announcement=stale.announcement, person__in=people)
    return told.filter(bundle__isnull=False)


def _keep_for(row: Announcement, people: Collection[int]) -> None:
    row.size -= len(row.recipients) - len(people)
    row.recipients = sorted(people)
    row.due_at += _A_MOMENT
    row.claimable_at = row.due_at
    row.save(update_fields=["recipients", "size", "due_at", "claimable_at"])


def _note_undone(row: Announcement, people: Collection[int]) -> None:
    """Keep on record that ``people`` were to hear of ``row``, which others still will."""
    undone = Announcement.objects.get(pk=row.pk)
    undone.pk, undone.key = None, f"{row.kind}:{uuid.uuid4().hex}"
    undone.recipients, undone.size = sorted(people), len(people)
    _settle_undone(undone)


def _settle_undone(row: Announcement) -> None:
    row.state, row.settled_at = Announcement.State.UNDONE, now()
    row.claimable_at += _A_MOMENT
    row.save()


def _let_off(person_id: int, waiting: Sequence[Unsent]) -> None:
    """Drop what waits for ``person_id``, who has the record before them."""
    for each in waiting:
        if person_id not in each.people:
            continue
        if each.waits:
            leave_out(person_id, of=each.announcement)
            each.people.discard(person_id)
        elif each.bundled:
            put_out(_in_bundles(each, [person_id]), reason=Notification.Reason.READ)
        else:
            cancel(_envelopes(each, [person_id]), reason=Reason.READ)


def leave_out(person_id: int, *, of: Announcement) -> None:
    """Take a person out of what is not told them yet, and say why."""
    if person_id not in of.recipients or person_id <= of.cursor:
        return
    of.recipients = [each for each in of.recipients if each != person_id]
    if of.claimable_at == of.due_at:
        of.due_at = of.claimable_at = of.due_at + _A_MOMENT
    else:
        of.claimable_at = max(of.due_at, now())
    if not of.recipients:
        of.state, of.settled_at = Announcement.State.TOLD, now()
    of.save(update_fields=["recipients", "due_at", "claimable_at", "state", "settled_at"])
    Notification.objects.create(
        announcement=of,
        person_id=person_id,
        way=Notification.Way.NONE,
        reason=Notification.Reason.LEFT_OUT,
        created_at=now(),
    )
