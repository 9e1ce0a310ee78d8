"""What people do with letters of their own: begin, keep, send and throw away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kairan.attachments.models import Attachment
from kairan.attachments.operations import attach, forget
from kairan.delivery.operations import Mailing, Purpose, Recipient, WhenUncertain, submit
from kairan.mail.compose import compose
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Account, Draft, Message
from kairan.webmail.writing.letters import Addressed, letter_of
from kairan.webmail.writing.recipients import parse_recipients
from kairan.webmail.writing.sent import keep_copy

KIND = "webmail.letter"
GIVES_UP_AFTER = timedelta(days=5)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody has typed so far."""

    account: Account
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    body: str = ""
    attached: Sequence["UploadedFile[Any]"] = field(default=())
    without: Sequence[Attachment] = field(default=())


@transaction.atomic
def save_draft(written: Written, *, draft: Draft) -> Draft:
    """Keep what was typed; ``draft`` may be new. Refused once its letter has left."""
    draft.account = written.account
    draft.to, draft.cc, draft.bcc = written.to, written.cc, written.bcc
    draft.subject, draft.body = written.subject, written.body
    _store(draft)
    forget(written.without)
    if written.attached:
        draft.files.add(*(attach(file, by=draft.owner) for file in written.attached))
    return draft


def _store(draft: Draft) -> None:
    """Store a draft unless it was sent, or begun with the same key, in another tab meanwhile."""
    if draft.pk and not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
        raise Refused(_("This letter has left already."))
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise Refused(_("This letter has left already.")) from error


@transaction.atomic
def discard(draft: Draft) -> None:
    """Throw a draft away, with its files."""
    forget(draft.files.all())
    draft.delete()


def letter_from(key: UUID, *, by: User) -> Message | None:
    """Return the letter that the draft with this key has become, if it has left."""
    return Message.objects.visible_to(by).filter(draft_key=key).first()


@transaction.atomic
def send(draft: Draft, *, by: User) -> Message:
    """Hand the letter to delivery, keep a copy in Sent, and forget the draft.

    Each recipient gets an envelope of their own; nobody sees who is in Bcc.
    """
    to = Addressed(
        to=parse_recipients(draft.to),
        cc=parse_recipients(draft.cc),
        bcc=parse_recipients(draft.bcc),
    )
    if not to.everybody:
        raise Refused(_("Write at least one address into To, Cc or Bcc."))
    letter = letter_of(draft, to, now=timezone.localtime())
    forget(draft.files.all())
    if not Draft.objects.visible_to(by).filter(pk=draft.pk).delete()[0]:
        raise Refused(_("This letter has left already."))
    sent = submit(
        Mailing(
            letter=letter,
            recipients=[Recipient(address.addr) for address in to.everybody],
            server=draft.account.outgoing,
            sender=draft.account.sender_address,
            purpose=Purpose.PERSONAL,
            kind=KIND,
            by=by,
            expires_after=GIVES_UP_AFTER,
            when_uncertain=WhenUncertain.ASK,
        )
    )
    _mark_answered(draft)
    return keep_copy(compose(letter).fill({}), sent=sent, draft=draft, by=by)


def _mark_answered(draft: Draft) -> None:
    if draft.answers_id is None:
        return
    answered = Message.objects.filter(pk=draft.answers_id)
    if draft.kind == Draft.Kind.REPLY:
        answered.update(is_answered=True)
    if draft.kind == Draft.Kind.FORWARD:
        answered.update(is_forwarded=True)
