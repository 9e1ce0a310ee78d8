"""What people do with circulars. Each verb is one transaction and announces its own news."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.circulation.copies import hand_out
from kairan.apps.circulation.deadlines import reminder_before
from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.notices import (
    CircularConfirmedByAll,
    CircularDeadlineNear,
    CircularDelivered,
    CircularReminded,
)
from kairan.attachments.models import Attachment
from kairan.attachments.operations import attach, forget
from kairan.notices.operations import announce, withdraw
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an author has written so far."""

    subject: str
    body: str = ""
    to: Selection = field(default_factory=Selection)
    priority: str = Circular.Priority.NORMAL
    confirm_by: datetime | None = None
    tells_when_all_confirmed: bool = True
    reminds_before_deadline: bool = True
    attached: Sequence["UploadedFile[Any]"] = ()
    without: Sequence[Attachment] = ()
    key: UUID | None = None


@transaction.atomic
def save_draft(draft: Draft, *, author: User, circular: Circular | None = None) -> Circular:
    """Keep what ``author`` has written, as a new draft or in place of an earlier state of it.

    What comes with one ``key`` is one circular, however often its form was sent.
    """
    circular = circular or _begun(draft, author)
    _lock_draft(circular)
    circular.subject = draft.subject
    circular.body = draft.body
    circular.addressees = {"people": list(draft.to.people), "groups": list(draft.to.groups)}
    circular.priority = draft.priority
    circular.confirm_by = draft.confirm_by
    circular.tells_when_all_confirmed = draft.tells_when_all_confirmed
    circular.reminds_before_deadline = draft.reminds_before_deadline
    circular.save()
    if draft.without:
        forget(draft.without)
    if draft.attached:
        circular.files.add(*(attach(file, by=author) for file in draft.attached))
    return circular


@transaction.atomic
def discard(circular: Circular) -> None:
    """Throw a draft away."""
    _lock_draft(circular)
    forget(circular.files.all())
    circular.delete()


@transaction.atomic
def circulate(draft: Draft, *, author: User, circular: Circular | None = None) -> Circular:
    """Send a text round: everybody chosen, less the author, gets a copy and is told."""
    moment = now()
    if draft.confirm_by is not None and draft.confirm_by <= moment:
        raise Refused(_("The deadline is over already. Choose a later one, or none."))
    own = author.pk  # Once: whoever signed in is loaded lazily, and asked slowly.
    readers = [pk for pk in draft.to.ids() if pk != own]
    if not readers:
        raise Refused(_("Choose at least one reader besides yourself."))
    circular = save_draft(draft, author=author, circular=circular)
    circular.state, circular.sent_at = Circular.State.SENT, moment
    circular.readers_total = len(readers)
    if draft.reminds_before_deadline and draft.confirm_by is not None:
        circular.remind_at = reminder_before(draft.confirm_by, sent_at=moment)
    circular.save(update_fields=["state", "sent_at", "readers_total", "remind_at"])
    hand_out(circular.pk, readers)
    announce(CircularDelivered.of(circular), to=readers, by=author)
    return circular


@transaction.atomic
def mark_read(circular: Circular, *, reader: User) -> None:
    """Note the moment at which ``reader`` first saw the circular."""
    circular.readings.filter(reader=reader, read_at=None).update(read_at=now())


@transaction.atomic
def confirm(circular: Circular, *, reader: User, comment: str = "") -> None:
    """Set ``reader``'s seal; whoever is last makes the author hear that all have confirmed."""
    moment = now()
    copies = circular.readings.filter(reader=reader, circular__state=Circular.State.SENT)
    if not copies.unconfirmed().update(confirmed_at=moment, comment=comment):
        _refuse_unless_confirmed(circular, reader)
        return
    copies.filter(read_at=None).update(read_at=moment)
    # The row is locked from here on: of two last readers, exactly one sees the full number.
    Circular.objects.filter(pk=circular.pk).update(confirmed_total=F("confirmed_total") + 1)
    withdraw(about=circular.about, person=reader)
    circular.refresh_from_db(fields=["confirmed_total"])
    if circular.is_confirmed_by_all and circular.tells_when_all_confirmed:
        announce(
            CircularConfirmedByAll.of(circular),
            to=[circular.author],
            by=reader,
            key=f"{circular.about}:confirmed-by-all",
        )


@transaction.atomic
def remind(circular: Circular, *, by: User) -> int:
    """Tell those who have not confirmed once more; return how many they are."""
    # The row is locked from here on: whoever completes it comes before the reminder, or after it.
    going = Circular.objects.filter(pk=circular.pk, state=Circular.State.SENT)
    if not going.update(reminded_at=now()):
        raise Refused(_("This circular is not going round any more; nobody was reminded."))
    waiting = list(circular.readings.unconfirmed().values_list("reader_id", flat=True))
    if not waiting:
        raise Refused(_("Everybody has confirmed; there is nobody to remind."))
    announce(CircularReminded.of(circular), to=waiting, by=by)
    return len(waiting)


@transaction.atomic
def remind_of_deadline(circular: Circular, *, now: datetime) -> None:
    """Tell those who have not confirmed that the deadline is near: once, however many ask.

    Who holds the row has taken the reminder off it, and announces it in the same transaction. One
    that comes after the deadline, because the worker was away, reminds of nothing.
    """
    waiting = Circular.objects.filter(pk=circular.pk, remind_at=circular.remind_at)
    if not waiting.update(remind_at=None, reminded_at=now):
        return
    circular.refresh_from_db()
    over = circular.confirm_by is None or circular.confirm_by <= now
    if over or not circular.is_going_round:
        return
    readers = list(circular.readings.unconfirmed().values_list("reader_id", flat=True))
    announce(CircularDeadlineNear.of(circular), to=readers, by=circular.author)


@transaction.atomic
def complete(circular: Circular) -> None:
    """Close the round: no more seals, no more reminders, mails that still wait are dropped."""
    going = Circular.objects.filter(pk=circular.pk, state=Circular.State.SENT)
    if not going.update(state=Circular.State.COMPLETED, completed_at=now(), remind_at=None):
        raise Refused(_("This circular is not going round any more."))
    withdraw(about=circular.about)


def _begun(draft: Draft, author: User) -> Circular:
    if draft.key is None:
        return Circular(author=author)
    return Circular.objects.get_or_create(author=author, key=draft.key)[0]


def _lock_draft(circular: Circular) -> None:
    """Refuse what has left, whatever this copy of the row believes: two tabs may hold it."""
    drafts = Circular.objects.drafts().select_for_update()
    if circular.pk and not drafts.filter(pk=circular.pk).exists():
        raise Refused(_("This circular has left already and cannot be changed."))


def _refuse_unless_confirmed(circular: Circular, reader: User) -> None:
    if not circular.readings.confirmed().filter(reader=reader).exists():
        raise Refused(_("This circular was completed; it takes no more confirmations."))
