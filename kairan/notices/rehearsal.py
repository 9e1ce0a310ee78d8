"""Who will get this? The operation is really done, its announcements are read, all is undone.

The sender learns who gets a mail and who does not. Why somebody gets none is shown only where it
is no matter of theirs alone (no address, no mail in the whole office, a mail that was not wanted):
a rehearsal costs nothing, so with it anybody could ask for anybody's settings.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings as deployed
from django.db import transaction
from django.db.models import TextChoices
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kairan.mail.compose.letter import MARKER
from kairan.mailservers.models import MailServerSettings
from kairan.notices.addressing import Told, planned_for, reader_of, unless_spared
from kairan.notices.letters import compose
from kairan.notices.listening import listening
from kairan.notices.models import Announcement, Notification
from kairan.notices.stationery import Stationery
from kairan.people.models import User

AT_ONCE = 500
MOST_NAMES = 100


class Outcome(TextChoices):
    """What becomes of it for one person, in words that tell no secret of theirs."""

    MAIL = "mail", _("by mail and in the app")
    LATER = "later", _("by mail later, in a bundle")
    SPARED = "spared", _("in the app only, as you wish")
    BELL = "bell", _("in the app only")
    NO_ADDRESS = "no-address", _("in the app only: no address takes their mail")
    NONE = "none", _("not told")


@dataclass(frozen=True)
class Listener:
    """One person, and what becomes of it for them."""

    pk: int
    name: str
    outcome: Outcome

    @property
    def may_be_spared(self) -> bool:
        """Whether the sender decides if a mail goes to them."""
        return self.outcome in {Outcome.MAIL, Outcome.LATER, Outcome.SPARED}

    @property
    def is_mailed(self) -> bool:
        """Whether a mail goes to them as things stand."""
        return self.outcome in {Outcome.MAIL, Outcome.LATER}


@dataclass
class Part:
    """One piece of news: its mail, when it is told, and to whom."""

    subject: str
    text: str
    waits_until: datetime | None
    counts: dict[Outcome, int] = field(default_factory=dict)
    people: list[Listener] = field(default_factory=list)

    @property
    def numbers(self) -> list[tuple[int, Outcome]]:
        """How many people there are of each outcome, in the order of outcomes."""
        return [(self.counts[each], each) for each in Outcome if each in self.counts]

    @property
    def more(self) -> int:
        """How many people there are beyond those named."""
        return sum(self.counts.values()) - len(self.people)

    def add(self, people: Iterable[Listener]) -> None:
        """Count ``people``, and name them while there are few."""
        for each in people:
            self.counts[each.outcome] = self.counts.get(each.outcome, 0) + 1
            if len(self.people) < MOST_NAMES:
                self.people.append(each)


@dataclass(frozen=True)
class Rehearsal:
    """All that an operation would announce."""

    parts: list[Part]


def rehearse(operation: Callable[[], object], *, viewer: User) -> Rehearsal:
    """Return what ``operation`` would tell to whom, worded as ``viewer`` reads.

    Nothing of it stays, neither rows nor bytes of files nor wake-ups: all databases are rolled
    back. What the operation raises, such as Refused, is let through.
    """
    with ExitStack() as undone:
        for alias in deployed.DATABASES:
            undone.enter_context(transaction.atomic(using=alias))
        with listening() as heard:
            operation()
        found = Rehearsal([_part(each, viewer) for each in heard])
        for alias in deployed.DATABASES:
            transaction.set_rollback(True, using=alias)
    return found


def _part(announcement: Announcement, viewer: User) -> Part:
    settings = MailServerSettings.current()
    letter = compose(
        announcement,
        announcement.notice(),
        reader=reader_of(viewer),
        settings=settings,
        stationery=Stationery.current(),
        now=now(),
    )
    waits_until = announcement.due_at if announcement.due_at > now() else None
    part = Part(str(letter.subject), MARKER.sub("…", letter.text), waits_until)
    ids = announcement.recipients
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        told = planned_for(
            announcement.kind, some, now=announcement.due_at, by_mail=announcement.by_mail
        )
        part.add(_named(unless_spared(told, announcement), viewer))
    return part


def _named(told: Iterable[Told], viewer: User) -> Iterator[Listener]:
    outcomes = {each.person_id: _outcome(each) for each in told}
    names = User.objects.visible_to(viewer).in_bulk(outcomes)
    for pk, outcome in outcomes.items():
        if pk in names:
            yield Listener(pk, str(names[pk]), outcome)


def _outcome(told: Told) -> Outcome:
    if told.way == Notification.Way.MAIL:
        return Outcome.MAIL if told.bundle is None else Outcome.LATER
    if told.way == Notification.Way.NONE:
        return Outcome.NONE
    return _OUTCOMES.get(told.reason, Outcome.BELL)


_OUTCOMES: dict[Any, Outcome] = {
    Notification.Reason.NO_ADDRESS: Outcome.NO_ADDRESS,
    Notification.Reason.BOUNCED: Outcome.NO_ADDRESS,
    Notification.Reason.SPARED: Outcome.SPARED,
}
