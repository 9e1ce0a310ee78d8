"""Addresses with something behind a ``+`` (RFC 5233): whether they reach the notification mailbox.

A test mail is sent to such an address, and watched for. Until it has come back nobody is told to
answer there.
"""

import hashlib
import re
import secrets
from contextlib import closing
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kairan.mail.address import Address, BadAddress, wire_form
from kairan.mail.compose import Letter, compose
from kairan.mail.errors import MailServerError
from kairan.mail.headers import FieldName, HeaderValue, Subject
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.models.settings import THE_ROW, PlusAddresses
from kairan.mailservers.sender import envelope_sender, sender_of
from kairan.mailservers.sending import open_connection

PATIENCE = timedelta(minutes=15)
_TAG = re.compile(r"\+(t[0-9a-f]{32})@", re.IGNORECASE)


def tagged(address: str, tag: str) -> str | None:
    """Return ``address`` with ``+tag`` in it; None where that is no address, or too long."""
    local, _at, domain = address.rpartition("@")
    if not local or local.startswith('"'):
        return None
    try:
        wire_form(f"{local}+{tag}@{domain}")
    except BadAddress:
        return None
    return f"{local}+{tag}@{domain}"


def probe(*, now: datetime | None = None) -> PlusAddresses:
    """Send the test mail to an address with a secret of its own; return what is known by now.

    Raises ``MailServerError`` when it could not be sent; then nothing is known.
    """
    settings = MailServerSettings.current()
    tag = f"t{secrets.token_hex(16)}"
    to = tagged(settings.notification_address, tag)
    if to is None or settings.outgoing is None or settings.notification_server is None:
        return _note(PlusAddresses.FAIL)
    # Before it leaves: it may be back before the server has said its last word.
    _note(PlusAddresses.TRIED, tag=tag, since=now or timezone.now())
    try:
        with closing(open_connection(settings.outgoing)) as client:
            [receipt] = client.send(envelope_sender(settings), [to], _letter(settings, to))
    except MailServerError:
        _note(PlusAddresses.UNKNOWN)
        raise
    return _note(PlusAddresses.FAIL) if receipt.error() else PlusAddresses.TRIED


def came_back(addresses: str) -> bool:
    """Note that the test mail has arrived when ``addresses`` (header fields) name its address."""
    rows = MailServerSettings.objects.filter(pk=THE_ROW, plus_addresses=PlusAddresses.TRIED)
    known = rows.values_list("plus_tag", flat=True).first()
    tags = {_sealed(match[1].lower()) for match in _TAG.finditer(addresses)}
    if not known or known not in tags:
        return False
    rows.update(plus_addresses=PlusAddresses.WORK, plus_tag="")
    return True


def bounced(text: str) -> bool:
    """Note that the test mail was returned when ``text`` names its address."""
    rows = MailServerSettings.objects.filter(pk=THE_ROW, plus_addresses=PlusAddresses.TRIED)
    known = rows.values_list("plus_tag", flat=True).first()
    if not known or known not in {_sealed(match[1].lower()) for match in _TAG.finditer(text)}:
        return False
    _note(PlusAddresses.FAIL)
    return True


def give_up(now: datetime) -> None:
    """Note that a test mail of a quarter of an hour ago has not arrived."""
    late = MailServerSettings.objects.filter(
        plus_addresses=PlusAddresses.TRIED, plus_since__lt=now - PATIENCE
    )
    late.update(plus_addresses=PlusAddresses.FAIL, plus_tag="")


def _note(state: PlusAddresses, *, tag: str = "", since: datetime | None = None) -> PlusAddresses:
    MailServerSettings.objects.filter(pk=THE_ROW).update(
        plus_addresses=state, plus_tag=_sealed(tag) if tag else "", plus_since=since
    )
    return state


def _sealed(tag: str) -> str:
    return hashlib.sha256(tag.encode("ascii")).hexdigest()


def _letter(settings: MailServerSettings, to: str) -> bytes:
    letter = Letter(
        sender=sender_of(None, settings=settings),
        to=[Address("", to)],
        subject=Subject(_("Test mail of the notification mailbox")),
        text=_("Kairan tests with this mail whether answers find their way back.\n"),
        date=timezone.localtime(),
        message_id=settings.new_message_id(),
        headers=[(FieldName("Auto-Submitted"), HeaderValue("auto-generated"))],
        code=settings.charset,
    )
    return compose(letter).fill({})
