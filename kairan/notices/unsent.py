"""What is announced about a record and has not reached people: no worker has begun with it, its
mails are put off or held, or it waits in a bundle.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.timezone import now

from kairan.delivery.models import Envelope, Letter, State
from kairan.notices.bundling import hold
from kairan.notices.models import Announcement, Notification, Wording
from kairan.notices.notice import Notice
from kairan.notices.recasting import recall


@dataclass(frozen=True, eq=False)
class Unsent:
    """An announcement and those whom it has not reached; with ``letters`` it is worded.

    What is ``bundled`` waits in open bundles of theirs, and the bell has told it.
    """

    announcement: Announcement
    notice: Notice
    people: set[int]
    letters: set[int] = field(default_factory=set)
    bundled: bool = False
    has_reached: bool = False
    """Whether it has left to another address of the same people, so that they know it."""

    @property
    def waits(self) -> bool:
        """Whether it has not been put into words: neither mail nor bell has told it."""
        return not (self.letters or self.bundled)


def unsent(notice: Notice) -> list[Unsent]:
    """Return what is unsent about the record of ``notice`` that it supersedes, the oldest first.

    All of it is held until this transaction ends: no worker begins with it, and no mail leaves.
    """
    found = _waiting(notice) + _mailed(notice) + _bundled(notice)
    return sorted(found, key=lambda each: each.announcement.pk)


def unsent_people(notice: Notice) -> set[int]:
    """Return whom what is unsent, and superseded by ``notice``, has not reached."""
    return set().union(*(each.people for each in unsent(notice)))


def _waiting(notice: Notice) -> list[Unsent]:
    """Return what no worker has begun with."""
    rows = Announcement.objects.unclaimed().filter(about=notice.about(), kind__in=notice.supersedes)
    return [
        Unsent(row, known, set(row.recipients))
        for row in rows.select_for_update().order_by("pk")
        if (known := _known(row)) is not None
    ]


def _mailed(notice: Notice) -> list[Unsent]:
    """Return what is worded and has not left."""
    letters = Letter.objects.filter(
        about=notice.about(), kind__in=notice.supersedes, expires_at__gt=now()
    )
    envelopes = Envelope.objects.unsent().filter(letter__in=letters)
    locked = envelopes.select_for_update(of=("self",)).order_by("pk")
    rows = locked.values_list("letter_id", "person_id", "was_resent")
    waiting = {(letter, person or 0, was_resent) for letter, person, was_resent in rows}
    if not waiting:
        return []
    pairs = {(letter, person) for letter, person, _was_resent in waiting}
    reached = {(letter, person) for letter, person, was_resent in waiting if was_resent}
    reached |= pairs & _left({letter for letter, _person in pairs})
    wordings = Wording.objects.filter(letter__in={letter for letter, _person in pairs})
    announcements = dict(wordings.values_list("letter_id", "announcement_id"))
    known = Announcement.objects.in_bulk(set(announcements.values()))
    return [
        each
        for has_reached, those in ((False, pairs - reached), (True, reached))
        for each in _gathered(those, announcements, known, has_reached=has_reached)
    ]


def _bundled(notice: Notice) -> list[Unsent]:
    """Return what waits in open bundles, also in those that were handed over and have not left."""
    told = Notification.objects.filter(
        announcement__about=notice.about(), announcement__kind__in=notice.supersedes
    )
    recall(told)
    people: dict[Announcement, set[int]] = defaultdict(set)
    for each in hold(told).select_related("announcement"):
        people[each.announcement].add(each.person_id)
    return [
        Unsent(row, known, those, bundled=True)
        for row, those in people.items()
        if (known := _known(row)) is not None
    ]


def _left(letters: Collection[int]) -> set[tuple[int, int]]:
    """Return whom ``letters`` have reached, or may have, at one of their addresses."""
    gone = [State.SENDING, State.ACCEPTED, State.UNCERTAIN]
    envelopes = Envelope.objects.for_letters(letters).filter(state__in=gone)
    rows = envelopes.values_list("letter_id", "person_id")
    return {(letter, person or 0) for letter, person in rows}


def _gathered(
    pairs: Collection[tuple[int, int]],
    announcements: Mapping[int, int],
    known: Mapping[int, Announcement],
    *,
    has_reached: bool,
) -> Iterable[Unsent]:
    """Return letters and people, by the announcement that they are of."""
    found: dict[int, Unsent] = {}
    for letter, person in pairs:
        announcement = known.get(announcements.get(letter, 0))
        notice = _known(announcement) if announcement else None
        if announcement is None or notice is None:
            continue
        fresh = Unsent(announcement, notice, set(), has_reached=has_reached)
        unsent = found.setdefault(announcement.pk, fresh)
        unsent.letters.add(letter)
        unsent.people.add(person)
    return found.values()


def _known(announcement: Announcement) -> Notice | None:
    try:
        return announcement.notice()
    except (LookupError, TypeError, ValueError):
        return None
