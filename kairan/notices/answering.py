"""Where an answer to a notification goes, and the line in the mail that says who reads it."""

from enum import Enum

from django.utils.translation import gettext as _

from kairan.mail.address import Address
from kairan.mail.compose.letter import Slot
from kairan.mailservers import plus_addresses, sender
from kairan.mailservers.models import MailServerSettings
from kairan.notices import reply_secrets
from kairan.notices.models import Announcement
from kairan.notices.notice import Notice
from kairan.people.models import User

SLOT = "reply-to"


class Road(Enum):
    """How an answer finds its way back: by its address, by the Message-ID it answers, or not."""

    ADDRESS = "address"
    MESSAGE_ID = "message-id"
    NONE = "none"


def road(settings: MailServerSettings) -> Road:
    """Return how answers are told apart with these settings.

    An address with a secret only where a test mail to such an address has come back: elsewhere
    answers would be lost.
    """
    if settings.notification_server is None or not settings.notification_address:
        return Road.NONE
    if settings.plus_addresses == MailServerSettings.PlusAddresses.WORK:
        longest = reply_secrets.make(announcement_id=2**40, person_id=2**30)
        if plus_addresses.tagged(settings.notification_address, longest):
            return Road.ADDRESS
    return Road.MESSAGE_ID if settings.adds_message_id else Road.NONE


def reply_to(
    announcement: Announcement, notice: Notice, *, settings: MailServerSettings
) -> list[Address | Slot]:
    """Return who stands in the Reply-To of a letter.

    The office, for a kind that takes an answer by mail; for every other kind whoever acted.
    """
    if notice.answer_by_mail():
        match road(settings):
            case Road.ADDRESS:
                return [Slot(SLOT)]
            case Road.MESSAGE_ID:
                return [Address("", settings.notification_address)]
    found = sender.reply_to(announcement.by, settings=settings)
    return [found] if found else []


def address_of(announcement: Announcement, person_id: int, *, mailbox: str) -> str:
    """Return the address with the secret of one person, as the value of :data:`SLOT`."""
    secret = reply_secrets.make(announcement_id=announcement.pk, person_id=person_id)
    return plus_addresses.tagged(mailbox, secret) or mailbox


def line(announcement: Announcement, notice: Notice, *, settings: MailServerSettings) -> str:
    """Return the sentence of a mail that says what becomes of an answer, and who reads it."""
    by = announcement.by
    taken = notice.answer_by_mail() if road(settings) is not Road.NONE else ""
    if taken:
        if by is None:
            return taken
        return _("%(taken)s Anything else is passed on to %(name)s.") % {"taken": taken, "name": by}
    return reads(by, settings=settings)


def reads(by: User | None, *, settings: MailServerSettings) -> str:
    """Return the sentence that says who reads an answer to a mail about a deed of ``by``."""
    reply_to = sender.reply_to(by, settings=settings)
    if by is not None and reply_to is not None and reply_to.name:
        return _("If you answer this mail, %(name)s reads it.") % {"name": by}
    target = reply_to or sender.sender_of(by, settings=settings)
    return _("If you answer this mail, it goes to %(address)s.") % {"address": target.addr}
