"""Whose name and address stand on a notification, and who hears when it cannot be delivered."""

from kairan.mail.address import Address
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.models.settings import SenderForm
from kairan.people.addresses import company_address
from kairan.people.models import User


def sender_of(by: User | None, *, settings: MailServerSettings | None = None) -> Address:
    """Return the From of a notification about a deed of ``by``; ``None`` when nobody acted.

    Where the chosen form needs somebody who acts, or their company address, and there is none,
    the office speaks for itself. ``settings`` saves the query where they are at hand.
    """
    chosen = settings or MailServerSettings.current()
    if chosen.sender_form == SenderForm.FIXED and chosen.fixed_address:
        return Address("", chosen.fixed_address)
    office = Address(chosen.company_name, chosen.company_address)
    if by is None or chosen.sender_form in {SenderForm.OFFICE, SenderForm.FIXED}:
        return office
    own = company_address(by) if chosen.sender_form == SenderForm.PERSON else None
    return Address(str(by), own or chosen.company_address)


def envelope_sender(settings: MailServerSettings | None = None) -> str:
    """Return where bounces go: as set, else the notification mailbox, else the office."""
    chosen = settings or MailServerSettings.current()
    return chosen.envelope_sender or _mailbox_address(chosen) or chosen.company_address


def reply_to(by: User | None, *, settings: MailServerSettings | None = None) -> Address | None:
    """Return where an answer to a notification that takes none by mail goes: to ``by``.

    Somebody without a company address is reached through the notification mailbox; ``None`` when
    there is neither: a reply then goes to the From.
    """
    own = company_address(by) if by is not None else None
    if by is not None and own:
        return Address(str(by), own)
    mailbox = _mailbox_address(settings or MailServerSettings.current())
    return Address("", mailbox) if mailbox else None


def _mailbox_address(settings: MailServerSettings) -> str:
    return settings.notification_address if settings.notification_server else ""
