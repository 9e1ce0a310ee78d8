"""The wording round: claims what is due, puts it into words, hands the letters to delivery.

A claim moves ``claimable_at`` forward, so a worker that dies needs no rescue. Each commit tells at
most 200 people and moves the cursor behind them in the same transaction, on condition that the
claim still holds: a kill between two commits loses nobody, and nobody is told twice.
"""

import logging
import time
import traceback
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.timezone import now as current_time

from kairan.delivery.operations import Purpose, Recipient, submit
from kairan.mail.compose.letter import Letter
from kairan.mailservers import sender
from kairan.mailservers.models import MailServerSettings
from kairan.notices.addressing import Told, tell
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
# So many are told well within a lease.
CLAIMED_AT_ONCE = 50


def word_due(now: datetime) -> datetime | None:
    """Tell everything that is due at ``now`` (aware); return when the next falls due, if any."""
    at_hand = SettingsAtHand()
    while claimed := _claim(now):
        for announcement in claimed:
            _tell(announcement, at_hand)
    waiting = Announcement.objects.filter(state=Announcement.State.WAITING)
    return waiting.order_by("claimable_at").values_list("claimable_at", flat=True).first()


class SettingsAtHand:
    """Mail Server Settings, read anew each second: a burst is thousands of announcements."""

    def __init__(self) -> None:
        self._read_at = 0.0

    def get(self) -> MailServerSettings:
        """Return what holds, or held less than a second ago."""
        if time.monotonic() - self._read_at > 1:
            self._read_at, self._settings = time.monotonic(), MailServerSettings.current()
        return self._settings


def _claim(now: datetime) -> list[Announcement]:
    """Take what is due, as much as concerns few people, or one announcement to many."""
    if not Announcement.objects.claimable(now).exists():
        return []  # Without a lock, as it mostly is.
    with transaction.atomic():
        due = Announcement.objects.claimable(now).select_for_update(skip_locked=True, of=("self",))
        some = list(due.select_related("by").order_by("claimable_at", "pk")[:CLAIMED_AT_ONCE])
        sizes = accumulate(each.size for each in some)
        claimed = [each for each, upto in zip(some, sizes, strict=True) if upto <= AT_ONCE]
        claimed = claimed or some[:1]
        lease = max(now, current_time()) + LEASE
        numbers = [each.pk for each in claimed]
        Announcement.objects.filter(pk__in=numbers).update(claimable_at=lease)
    for each in claimed:
        each.claimable_at = lease
    return claimed


@dataclass(frozen=True)
class Chunk:
    """Some people of an announcement, ready to be told."""

    notice: Notice
    told: list[Told]
    letters: dict[Reader, Letter]
    recipients: dict[Reader, list[Recipient]]
    upto: int
    is_last: bool
    settings: MailServerSettings


def _tell(announcement: Announcement, at_hand: SettingsAtHand) -> None:
    letters: dict[Reader, Letter] = {}
    stationery = Stationery.current()
    holds = True
    while holds:
        try:
            chunk = _next_chunk(announcement, letters, stationery, at_hand.get())
            lease = _hand_over(announcement, chunk)
        except (OperationalError, InterfaceError, IntegrityError):
            raise  # The database's trouble, not that of the words: the next round tries again.
        except Exception:
            logger.exception("Announcement %s cannot be put into words.", announcement.pk)
            set_aside(announcement, fault=traceback.format_exc())
            return
        holds = lease is not None and not chunk.is_last
        announcement.claimable_at = lease or announcement.claimable_at
        announcement.cursor = chunk.upto


def _next_chunk(
    announcement: Announcement,
    letters: dict[Reader, Letter],
    stationery: Stationery,
    settings: MailServerSettings,
) -> Chunk:
    """Return the next people in ascending order; ``letters`` keeps what has been worded already."""
    remaining = [each for each in announcement.recipients if each > announcement.cursor]
    ids = remaining[:AT_ONCE]
    notice = announcement.notice()
    moment = current_time()
    too_late = moment > announcement.due_at + notice.expires_after
    told = tell(announcement, ids, settings=settings, now=moment, too_late=too_late)
    recipients: dict[Reader, list[Recipient]] = defaultdict(list)
    for each in told:
        if not each.addresses:
            continue
        if each.reader not in letters:
            letters[each.reader] = compose(
                announcement,
                notice,
                reader=each.reader,
                settings=settings,
                stationery=stationery,
                now=moment,
            )
        if each.bundle is not None:
            continue  # Worded all the same: a fault in the words shows now, not in a bundle.
        recipients[each.reader] += _recipients(
            announcement, letters[each.reader], each, domain=settings.own_domain
        )
    return Chunk(
        notice=notice,
        told=told,
        letters=letters,
        recipients=recipients,
        upto=ids[-1] if ids else announcement.cursor,
        is_last=len(remaining) <= AT_ONCE,
        settings=settings,
    )


def _recipients(
    announcement: Announcement, letter: Letter, told: Told, *, domain: str
) -> list[Recipient]:
    return [
        Recipient(
            address=address.addr,
            person_id=told.person_id,
            slots=slots_for(
                letter, announcement, person_id=told.person_id, address=address, domain=domain
            ),
        )
        for address in told.addresses
    ]


@transaction.atomic
def _hand_over(announcement: Announcement, chunk: Chunk) -> datetime | None:
    """Commit what ``chunk`` says and prolong the claim; None when it was lost meanwhile."""
    moment = current_time()
    held = Announcement.objects.filter(
        pk=announcement.pk,
        state=Announcement.State.WAITING,
        claimable_at=announcement.claimable_at,
        cursor=announcement.cursor,
    )
    changes: dict[str, Any] = {"claimable_at": moment + LEASE, "cursor": chunk.upto}
    if chunk.is_last:
        changes |= {"state": Announcement.State.TOLD, "settled_at": moment}
    if not held.update(**changes):
        return None
    wordings = _submit(announcement, chunk)
    bundles = take_in(_waiting(chunk.told), now=moment)
    Notification.objects.bulk_create(
        Notification(
            announcement=announcement,
            person_id=each.person_id,
            wording=wordings.get(each.reader) if each.addresses and not each.bundle else None,
            bundle=bundles[each.person_id, each.bundle] if each.bundle else None,
            way=each.way,
            reason=each.reason,
            rings=each.rings,
            created_at=moment,
        )
        for each in chunk.told
    )
    return moment + LEASE


def _waiting(told: list[Told]) -> dict[Place, datetime]:
    """Return the bundles that are wanted, and when each has to leave at the latest."""
    return {
        (each.person_id, each.bundle): each.plan.moment
        for each in told
        if each.bundle is not None and each.plan is not None and each.plan.moment is not None
    }


def _submit(announcement: Announcement, chunk: Chunk) -> dict[Reader, Wording]:
    """Hand one letter per reader to delivery, in the transaction of the caller."""
    server = chunk.settings.outgoing
    if server is None:
        return {}
    wordings = {}
    for reader, recipients in chunk.recipients.items():
        letter = submit(
            chunk.letters[reader],
            recipients,
            server=server,
            sender=sender.envelope_sender(chunk.settings),
            purpose=Purpose.NOTIFICATION,
            kind=announcement.kind,
            about=announcement.about,
            by=announcement.by,
            expires_after=chunk.notice.expires_after,
            when_uncertain=chunk.notice.when_uncertain,
            settings=chunk.settings,
        )
        wordings[reader] = Wording.objects.create(announcement=announcement, letter=letter)
    return wordings
