"""How a person wants a mail to be shown: in which charset, and with whose pictures."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kairan.mail.charsets import Code
from kairan.mailservers.forms.codes import CODES
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Message, ShownSender

LONGEST_ADDRESS = 320  # RFC 5321 4.5.3.1: 64 before the @, 255 behind it.


@dataclass(frozen=True, slots=True)
class Offered:
    """A charset as the list of them shows it; ``chosen`` is what marks the one that is."""

    value: str
    title: str | Promise
    chosen: SafeString


def codes_for(message: Message) -> list[Offered]:
    """Return the charsets in which ``message`` may be read, the one chosen for it marked."""
    return [
        Offered(value, title, SafeString(" selected" if value == message.charset else ""))
        for value, title in CODES
    ]


@transaction.atomic
def read_as(message: Message, charset: str) -> None:
    """Show the texts of a mail in this charset from now on; "" for what they themselves say."""
    if charset and charset not in set(Code):
        raise Refused(_("Choose one of the character codes of the list."))
    Message.objects.filter(pk=message.pk).update(charset=charset)


@transaction.atomic
def always_show_pictures(address: str, *, by: User) -> None:
    """Fetch the remote pictures of this sender's mails without being asked."""
    address = address.lower()
    if "@" not in address or len(address) > LONGEST_ADDRESS:
        raise Refused(_("This mail names no sender whose pictures could be shown."))
    ShownSender.objects.get_or_create(owner=by, address=address)


@transaction.atomic
def ask_before_pictures(address: str, *, by: User) -> None:
    """Ask again before pictures of this sender are fetched."""
    ShownSender.objects.visible_to(by).filter(address=address.lower()).delete()


def always_shows(address: str, *, reader: User) -> bool:
    """Does this reader want to see the pictures of this sender?"""
    return ShownSender.objects.visible_to(reader).filter(address=address.lower()).exists()
