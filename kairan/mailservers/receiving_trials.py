"""Which mailboxes Test receiving logs in to: all that the page names."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.mailservers.models.settings import NotificationMailbox
from kairan.mailservers.sealed import Secret


def accounts_to_try(
    proposed: MailServerSettings, typed: Mapping[str, Any]
) -> list[tuple[str, IncomingServer]]:
    """Return title and server of each; the incoming one with the login typed for the test."""
    found: list[tuple[str, IncomingServer]] = []
    if proposed.incoming is not None and typed.get("test_user"):
        server = copy(proposed.incoming)
        server.user, server.password = typed["test_user"], Secret(typed["test_password"])
        found.append((_("Incoming server (POP3)"), server))
    pop = proposed.outgoing.pop_account if proposed.outgoing else None
    if pop is not None and _is_used(proposed):
        found.append((_("POP before SMTP account"), pop))
    own = proposed.own_mailbox
    if own is not None and proposed.notification_mailbox == NotificationMailbox.OWN:
        found.append((_("Notification mailbox (POP3)"), own))
    return found


def _is_used(proposed: MailServerSettings) -> bool:
    outgoing = proposed.outgoing
    is_mailbox = proposed.notification_mailbox == NotificationMailbox.POP_ACCOUNT
    return is_mailbox or (outgoing is not None and outgoing.needs_pop_login)
