"""Letters leave: now, in a moment, or later; until then they can be taken back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kairan import clock
from kairan.attachments.operations import forget
from kairan.clock.claims import locked
from kairan.delivery.models import Envelope, Letter, Reason, State
from kairan.delivery.operations import Mailing, Purpose, Recipient, WhenUncertain, cancel, submit
from kairan.mail.compose import compose
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft, Identity, Message
from kairan.webmail.operations import delete_for_good
from kairan.webmail.writing.correspondents import remember
from kairan.webmail.writing.letters import Addressed, letter_of
from kairan.webmail.writing.pictures import everything_of
from kairan.webmail.writing.recipients import parse_recipients
from kairan.webmail.writing.sent import keep_copy

ROUND = "webmail-sent"
KIND = "webmail.letter"
AT_ONCE = 50
GIVES_UP_AFTER = timedelta(days=5)


def letter_from(key: UUID, *, by: User) -> Message | None:
    """Return the letter that the draft with this key has become, if it has left."""
    return Message.objects.visible_to(by).filter(draft_key=key).first()


def waiting_as(message: Message) -> Draft | None:
    """Return the draft of a letter that has not left yet, and can be taken back."""
    if message.draft_key is None:
        return None
    leaving = Draft.objects.leaving().filter(key=message.draft_key, owner=message.owner_id)
    return leaving.filter(leaves_at__gt=timezone.now()).first()


@transaction.atomic
def send(draft: Draft, *, by: User, at: datetime | None = None) -> Message:
    """Hand the letter to delivery, keep a copy in Sent, and forget the draft once it may be gone.

    Until ``at`` (aware) it waits, and :func:`take_back` makes a draft of it again. Each recipient
    gets an envelope of their own; nobody sees who is in Bcc.
    """
    to = Addressed(
        to=parse_recipients(draft.to),
        cc=parse_recipients(draft.cc),
        bcc=parse_recipients(draft.bcc),
    )
    if not to.everybody:
        raise Refused(_("Write at least one address into To, Cc or Bcc."))
    mine = Draft.objects.visible_to(by).being_written()
    if not mine.select_for_update().filter(pk=draft.pk).exists():
        raise Refused(_("This letter has left already."))
    letter = letter_of(draft, to, now=timezone.localtime(at))
    sent = submit(
        Mailing(
            letter=letter,
            recipients=[Recipient(each) for each in _envelopes(to, draft.identity)],
            server=draft.account.outgoing,
            sender=draft.identity.address,
            purpose=Purpose.PERSONAL,
            kind=KIND,
            by=by,
            expires_after=GIVES_UP_AFTER,
            when_uncertain=WhenUncertain.ASK,
            not_before=at,
        )
    )
    remember(to.everybody, by=by)
    copy = keep_copy(compose(letter).fill({}), sent=sent, draft=draft, by=by)
    if at is None:
        _forget(draft)
    else:
        draft.leaves_at, draft.letter = at, sent
        draft.save(update_fields=["leaves_at", "letter"])
        clock.wake(ROUND)
    return copy


@transaction.atomic
def take_back(draft: Draft) -> Draft:
    """Make a draft again of a letter that waits to leave; its copy in Sent goes.

    Refused once it has left, or is leaving, to anybody.
    """
    kept = Draft.objects.leaving().select_for_update().filter(pk=draft.pk).first()
    if kept is None or kept.letter is None or not _cancelled(kept.letter):
        raise Refused(_("This letter has left already. It cannot be taken back any more."))
    copies = Message.objects.visible_to(kept.owner).filter(draft_key=kept.key)
    delete_for_good(list(copies))
    kept.leaves_at = kept.letter = None
    kept.save(update_fields=["leaves_at", "letter"])
    return kept


def forget_gone(now: datetime) -> datetime | None:
    """Forget the drafts whose letters may have left by ``now`` (aware); return the next moment."""
    while _forget_some(now):
        pass
    return Draft.objects.leaving().values_list("leaves_at", flat=True).first()


@transaction.atomic
def _forget_some(now: datetime) -> bool:
    """Forget the first of what may be gone; return whether there may be more."""
    gone = list(locked(Draft.objects.gone(now))[:AT_ONCE])
    for draft in gone:
        _forget(draft)
    return len(gone) == AT_ONCE


def _envelopes(to: Addressed, identity: Identity) -> list[str]:
    """Return who gets an envelope: all recipients, and oneself where the identity wants that."""
    found = [each.addr for each in to.everybody]
    is_among = identity.address.lower() in {each.lower() for each in found}
    return [*found, identity.address] if identity.copies_to_self and not is_among else found


def _cancelled(letter: Letter) -> bool:
    """Cancel all envelopes of ``letter``, unless one has left or was tried."""
    envelopes = Envelope.objects.for_letters([letter.pk])
    states = set(envelopes.select_for_update().values_list("state", flat=True))
    if states != {State.WAITING}:
        return False
    cancel(envelopes, reason=Reason.TAKEN_BACK)
    return True


def _forget(draft: Draft) -> None:
    """The letter leaves: note what it answers, and forget what it was made of."""
    answered = Message.objects.filter(pk__in=[draft.answers_id])
    if draft.kind == Draft.Kind.REPLY:
        answered.update(is_answered=True)
    if draft.kind == Draft.Kind.FORWARD:
        answered.update(is_forwarded=True)
    draft.carried.update(is_forwarded=True)
    forget(everything_of(draft))
    draft.delete()
