"""Whom a letter is written as before anybody has chosen."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Folder, Identity
from kairan.webmail.reading.mail import OpenedMail


def identity_for(person: User, mail: OpenedMail | None = None) -> Identity:
    """Return whom ``person`` writes as: the identity that ``mail`` was written to, else a default.

    An identity of the account that the mail came to goes before one of another account; so does
    its default. Raises ``Refused`` for somebody who has no account.
    """
    mine = list(Identity.objects.visible_to(person))
    if not mine:
        raise Refused(_("You have no mail account yet. Add one under My mail accounts."))
    if mail is None:
        return mine[0]
    came_to = mail.message.account_id
    mine.sort(key=lambda each: each.account_id != came_to)
    by_address = {each.address.lower(): each for each in reversed(mine)}
    named = (by_address.get(address.lower()) for address in _addressed(mail))
    return next((each for each in named if each), mine[0])


def _addressed(mail: OpenedMail) -> Iterator[str]:
    """Yield whom a mail was written to; of a letter of one's own, who wrote it."""
    parsed = mail.parsed
    if mail.message.folder.kind == Folder.Kind.SENT:
        yield from (each.addr for each in parsed.from_)
    yield from (each.addr for each in (*parsed.to, *parsed.cc))
    delivered = (each.value for each in parsed.headers if each.name.lower() == "delivered-to")
    yield from (value.strip(" <>") for value in delivered)
