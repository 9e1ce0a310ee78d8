"""A mailbox has one purpose: reading one's mail here, or POP before SMTP for the whole office."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.webmail.models import Account


def conflicts(accounts: Iterable[Account]) -> dict[int, str]:
    """Return, by the key of the account, why its mailbox is a bad one to read, where it is one."""
    settings = MailServerSettings.current()
    found = ((each.pk, used_for_sending(each.incoming, settings)) for each in accounts)
    return {pk: sentence for pk, sentence in found if sentence}


def used_for_sending(server: IncomingServer, settings: MailServerSettings) -> str | None:
    """Return why this mailbox is a bad one to read: the office logs in to it before sending."""
    outgoing = settings.outgoing
    account = outgoing.pop_account if outgoing is not None and outgoing.needs_pop_login else None
    if account is None or account.mailbox != server.mailbox:
        return None
    return _(
        "The office logs in to this mailbox before it sends (POP before SMTP). While you read it, "
        "the two lock each other out, and notifications may be late. Ask your administrator for "
        "another mailbox."
    )
