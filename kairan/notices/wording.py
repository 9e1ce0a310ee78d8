"""The wording round: claims what is due, puts it into words, hands the letters to delivery.

A claim moves ``claimable_at`` forward, so a worker that dies needs no rescue. What is due of one
kind is claimed as a pile and told at once: 100,000 reminders of a minute are 500 commits. Each
commit tells at most 200 people and moves the cursors behind them in the same transaction, on
condition that the claim still holds: a kill between two commits loses nobody, and nobody is told
twice.
"""

import logging
import traceback
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now as current_time

from kairan.clock.claims import locked
from kairan.delivery.operations import Mailing, Purpose, Recipient, submit_all
from kairan.mail.compose.letter import Letter
from kairan.mailservers import sender
from kairan.mailservers.models import MailServerSettings
from kairan.notices.addressing import Told, audience_of, silence_of, unless_spared
from kairan.notices.bundling import Place, take_in
from kairan.notices.letters import Reader, compose, slots_for
from kairan.notices.models import Announcement, Notification, Wording
from kairan.notices.notice import Notice
from kairan.notices.setting_aside import set_aside
from kairan.notices.stationery import Stationery

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
# A commit of 200 holds the lock of SQLite for less than a tenth of a second: forms go between.
AT_ONCE = 200

State = Announcement.State
TOO_LATE = Notification.Reason.TOO_LATE


def word_due(now: datetime) -> datetime | None:
    """Tell everything that is due at ``now`` (aware); return when the next falls due, if any."""
    due = Announcement.objects.claimable(now)
    while due.exists() and (pile := _claim(due)):
        _tell(pile)
    waiting = Announcement.objects.filter(state=State.WAITING)
    return waiting.order_by("claimable_at").values_list("claimable_at", flat=True).first()


@transaction.atomic
def _claim(due: QuerySet[Announcement]) -> list[Announcement]:
    """Return a pile of one kind for at most 200 people, or one announcement to a larger crowd."""
    pile = _pile(locked(due).select_related("by").order_by("claimable_at", "pk")[:AT_ONCE])
    lease = current_time() + LEASE
    for each in pile:
        each.claimable_at = lease
    Announcement.objects.filter(pk__in=[each.pk for each in pile]).update(claimable_at=lease)
    return pile


def _pile(due: Iterable[Announcement]) -> list[Announcement]:
    pile: list[Announcement] = []
    people = 0
    for each in due:
        if pile and (each.kind != pile[0].kind or people + len(each.recipients) > AT_ONCE):
            continue
        pile.append(each)
        people += len(each.recipients)
    return pile


def _tell(pile: list[Announcement]) -> None:
    """Tell all of ``pile``; where one cannot be put into words, each by itself."""
    try:
        _tell_all(pile)
    except (OperationalError, InterfaceError, IntegrityError):
        raise  # The database's trouble, not that of the words: the next round tries again.
    except Exception:
        if len(pile) > 1:
            for each in pile:
                _tell([each])
            return
        logger.exception("Announcement %s cannot be put into words.", pile[0].pk)
        set_aside(pile[0], fault=traceback.format_exc())


def _tell_all(pile: list[Announcement]) -> None:
    desk = Desk(Stationery.current())
    while pile:
        pile = _hand_over(_next_chunks(pile, desk))


@dataclass
class Desk:
    """What is at hand while a pile is worded: what was fetched and what was worded already."""

    stationery: Stationery
    settings: MailServerSettings = field(default_factory=MailServerSettings.current)
    letters: dict[tuple[int, Reader], Letter] = field(default_factory=dict)

    def letter(self, announcement: Announcement, notice: Notice, reader: Reader) -> Letter:
        """Return the words of ``notice`` for whoever reads like ``reader``, found once."""
        key = announcement.pk, reader
        if key not in self.letters:
            self.letters[key] = compose(
                announcement,
                notice,
                reader=reader,
                settings=self.settings,
                stationery=self.stationery,
                now=current_time(),
            )
        return self.letters[key]


@dataclass(frozen=True)
class Chunk:
    """Some people of an announcement, ready to be told."""

    announcement: Announcement
    notice: Notice
    told: list[Told]
    letters: dict[Reader, Letter]
    recipients: dict[Reader, list[Recipient]]
    upto: int
    is_last: bool
    settings: MailServerSettings


def _next_chunks(pile: Sequence[Announcement], desk: Desk) -> list[Chunk]:
    """Return the next people of each of ``pile``, in ascending order, ready to be told."""
    desk.settings = MailServerSettings.current()
    moment = current_time()
    remaining = [[id_ for id_ in each.recipients if id_ > each.cursor] for each in pile]
    ids = {id_ for each in remaining for id_ in each[:AT_ONCE]}
    audience = audience_of(pile[0].kind, ids, now=moment)
    chunks = []
    for announcement, left in zip(pile, remaining, strict=True):
        notice = announcement.notice()
        is_late = moment > announcement.due_at + notice.expires_after
        silence = TOO_LATE if is_late else _silence(announcement, desk)
        told = unless_spared(audience.told(left[:AT_ONCE], silence=silence), announcement)
        chunks.append(_chunk(announcement, notice, told, left, desk))
    return chunks


def _silence(announcement: Announcement, desk: Desk) -> Notification.Reason:
    return silence_of(desk.settings, by_mail=announcement.by_mail)


def _chunk(
    announcement: Announcement, notice: Notice, told: list[Told], left: Sequence[int], desk: Desk
) -> Chunk:
    letters: dict[Reader, Letter] = {}
    recipients: dict[Reader, list[Recipient]] = defaultdict(list)
    for each in told:
        if not each.addresses:
            continue
        letter = letters[each.reader] = desk.letter(announcement, notice, each.reader)
        if each.bundle is not None:
            continue  # Worded all the same: a fault in the words shows now, not in a bundle.
        recipients[each.reader] += _recipients(announcement, letter, each, settings=desk.settings)
    return Chunk(
        announcement=announcement,
        notice=notice,
        told=told,
        letters=letters,
        recipients=recipients,
        upto=max(left[:AT_ONCE], default=announcement.cursor),
        is_last=len(left) <= AT_ONCE,
        settings=desk.settings,
    )


def _recipients(
    announcement: Announcement, letter: Letter, told: Told, *, settings: MailServerSettings
) -> list[Recipient]:
    return [
        Recipient(
            address=address.addr,
            person_id=told.person_id,
            slots=slots_for(
                letter, announcement, person_id=told.person_id, address=address, settings=settings
            ),
        )
        for address in told.addresses
    ]


@transaction.atomic
def _hand_over(chunks: Sequence[Chunk]) -> list[Announcement]:
    """Commit what those of ``chunks`` say whose claim still holds; return what is to go on."""
    moment = current_time()
    held = _still_held(chunks)
    unfinished = _move_on(held, moment)
    wordings = _submit(held)
    bundles = take_in(_waiting(held), now=moment)
    Notification.objects.bulk_create(
        Notification(
            announcement=chunk.announcement,
            person_id=each.person_id,
            wording=wordings.get((chunk.announcement.pk, each.reader)) if each.leaves_now else None,
            bundle=bundles[each.person_id, each.bundle] if each.bundle else None,
            way=each.way,
            reason=each.reason,
            rings=each.rings,
            created_at=moment,
        )
        for chunk in held
        for each in chunk.told
    )
    return unfinished


def _move_on(held: Sequence[Chunk], moment: datetime) -> list[Announcement]:
    """Move the cursors behind those who are told now; return what is to go on, as it is then."""
    done = Announcement.objects.filter(pk__in=[c.announcement.pk for c in held if c.is_last])
    done.update(state=State.TOLD, settled_at=moment)
    unfinished = []
    for chunk in held:
        if not chunk.is_last:
            after = copy(chunk.announcement)
            after.cursor, after.claimable_at = chunk.upto, moment + LEASE
            after.save(update_fields=["cursor", "claimable_at"])
            unfinished.append(after)
    return unfinished


def _still_held(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return those whose announcement nobody has moved since; their rows are locked."""
    rows = Announcement.objects.filter(
        pk__in=[each.announcement.pk for each in chunks], state=State.WAITING
    )
    found = rows.order_by("pk").select_for_update().values_list("pk", "claimable_at", "cursor")
    held = {pk: (claimable_at, cursor) for pk, claimable_at, cursor in found}
    return [
        each
        for each in chunks
        if held.get(each.announcement.pk)
        == (each.announcement.claimable_at, each.announcement.cursor)
    ]


def _waiting(chunks: Sequence[Chunk]) -> dict[Place, datetime]:
    """Return the bundles that are wanted, and when each has to leave at the latest."""
    found: dict[Place, datetime] = {}
    for each in (each for chunk in chunks for each in chunk.told):
        if each.bundle is not None and each.plan is not None and each.plan.moment is not None:
            place = each.person_id, each.bundle
            found[place] = min(each.plan.moment, found.get(place, each.plan.moment))
    return found


def _submit(chunks: Sequence[Chunk]) -> dict[tuple[int, Reader], Wording]:
    """Hand one letter per announcement and reader to delivery, in the caller's transaction."""
    mailings = {
        (chunk.announcement, reader): _mailing(chunk, reader)
        for chunk in chunks
        if chunk.settings.outgoing is not None
        for reader in chunk.recipients
    }
    letters = submit_all(list(mailings.values()))
    wordings = Wording.objects.bulk_create(
        Wording(announcement=announcement, letter=letter)
        for (announcement, _reader), letter in zip(mailings, letters, strict=True)
    )
    return {
        (announcement.pk, reader): wording
        for (announcement, reader), wording in zip(mailings, wordings, strict=True)
    }


def _mailing(chunk: Chunk, reader: Reader) -> Mailing:
    announcement, notice = chunk.announcement, chunk.notice
    return Mailing(
        letter=chunk.letters[reader],
        recipients=chunk.recipients[reader],
        server=chunk.settings.outgoing,
        sender=sender.envelope_sender(chunk.settings),
        purpose=Purpose.NOTIFICATION,
        kind=announcement.kind,
        about=announcement.about,
        by=announcement.by,
        expires_after=notice.expires_after,
        when_uncertain=notice.when_uncertain,
    )
