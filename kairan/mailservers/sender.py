"""Whose name and address stand on a notification, and who hears when it cannot be delivered."""

from urllib.parse import urlsplit

from django.conf import settings as deployed

from kairan.mail.address import Address, BadAddress
from kairan.mail.headers import DisplayName
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.models.settings import SenderForm
from kairan.people.addresses import company_address
from kairan.people.models import Company, User


def sender_of(by: User | None, *, settings: MailServerSettings | None = None) -> Address:
    """Return the From of a notification about a deed of ``by``; ``None`` when nobody acted.

    Where the chosen form needs somebody who acts, or their company address, and there is none,
    the office speaks for itself. ``settings`` saves the query where they are at hand.
    """
    chosen = settings or MailServerSettings.current()
    if chosen.sender_form == SenderForm.FIXED and chosen.fixed_address:
        return Address("", chosen.fixed_address)
    if by is None or chosen.sender_form in {SenderForm.OFFICE, SenderForm.FIXED}:
        return Address(DisplayName.clean(office_name(chosen)), _office(chosen))
    own = _own_address(by) if chosen.sender_form == SenderForm.PERSON else None
    return own or _named(by, _office(chosen))


def office_name(settings: MailServerSettings) -> str:
    """Return the name that stands on notifications: as set, else that of the company."""
    return settings.company_name or Company.current_name()


def envelope_sender(settings: MailServerSettings | None = None) -> str:
    """Return where bounces go: as set, else the notification mailbox, else the office."""
    chosen = settings or MailServerSettings.current()
    return chosen.envelope_sender or _mailbox_address(chosen) or _office(chosen)


def reply_to(by: User | None, *, settings: MailServerSettings | None = None) -> Address | None:
    """Return where an answer to a notification that takes none by mail goes: to ``by``.

    Somebody without a company address is reached through the notification mailbox; ``None`` when
    there is neither: a reply then goes to the From.
    """
    own = _own_address(by) if by is not None else None
    if own is not None:
        return own
    mailbox = _mailbox_address(settings or MailServerSettings.current())
    return Address("", mailbox) if mailbox else None


def _own_address(person: User) -> Address | None:
    found = company_address(person)
    try:
        return _named(person, found) if found else None
    except BadAddress:
        return None


def _named(person: User, address: str) -> Address:
    return Address(DisplayName.clean(str(person)), address)


def _office(settings: MailServerSettings) -> str:
    """The address of the office; before it is set up, one at the host of its pages."""
    host = urlsplit(deployed.URL).hostname or "localhost"
    return settings.company_address or f"kairan@{host}"


def _mailbox_address(settings: MailServerSettings) -> str:
    return settings.notification_address if settings.notification_server else ""
