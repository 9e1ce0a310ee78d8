"""Leave a message for people who are not there, and open one."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.whereabouts.mailing import to_be_mailed
from kairan.apps.whereabouts.models import Copy, Message, Request
from kairan.apps.whereabouts.notices import MessageLeft
from kairan.notices.operations import announce, withdraw
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused

MOST_RECIPIENTS = 100


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was taken down for somebody; what comes with one ``key`` is one message."""

    to: Selection
    caller: str = ""
    company: str = ""
    request: Request | None = None
    own_words: str = ""
    details: str = ""
    contact: str = ""
    is_confidential: bool = False
    key: UUID = field(default_factory=uuid4)


@transaction.atomic
def leave(taken: Taken, *, writer: User) -> Message:
    """Leave a message: everybody chosen, less the writer, has a copy and is told as they wish."""
    recipients = [pk for pk in taken.to.ids() if pk != writer.pk]
    _refuse_crowds(recipients)
    moment = now()
    message, is_new = Message.objects.get_or_create(
        writer=writer,
        key=taken.key,
        defaults={
            "caller": taken.caller,
            "company": taken.company,
            "request": taken.request,
            "own_words": taken.own_words,
            "details": taken.details,
            "contact": taken.contact,
            "is_confidential": taken.is_confidential,
            "recipients_total": len(recipients),
            "left_at": moment,
        },
    )
    if is_new:
        Copy.objects.bulk_create(Copy(message=message, recipient_id=pk) for pk in recipients)
        _tell(message, recipients)
    return message


def _refuse_crowds(recipients: list[int]) -> None:
    if not recipients:
        raise Refused(_("Choose at least one person besides yourself."))
    if len(recipients) > MOST_RECIPIENTS:
        raise Refused(
            _("A message can be left for at most %(most)s people. Choose fewer.")
            % {"most": MOST_RECIPIENTS}
        )


def _tell(message: Message, recipients: list[int]) -> None:
    notice = MessageLeft.of(message)
    mailed = to_be_mailed(recipients, writer=message.writer, moment=message.left_at)
    announce(notice, to=mailed, by=message.writer)
    announce(notice, to=set(recipients) - mailed, by=message.writer, by_mail=False)


@transaction.atomic
def open_message(message: Message, *, reader: User) -> None:
    """Note the moment at which ``reader`` first saw it; a mail that has not left is dropped."""
    mine = message.copies.of(reader.pk)
    if not mine.unread().update(opened_at=now()):
        return
    Message.objects.filter(pk=message.pk).update(opened_total=F("opened_total") + 1)
    withdraw(about=message.about, person=reader)
