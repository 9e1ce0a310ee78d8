"""What an administrator does with the mail servers: settle them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from kairan import clock
from kairan.mailservers.models import (
    IncomingServer,
    MailServerSettings,
    OutgoingServer,
    PopLogin,
)
from kairan.mailservers.models.servers import Server
from kairan.shell.feature import Mailbox

# What a lock takes from everybody's own servers; user and password stay their own.
LOCKED_INCOMING = (
    "host", "port", "security", "verify_certificate", "authentication", "timeout",
)  # fmt: skip
LOCKED_OUTGOING = (*LOCKED_INCOMING, "mechanism", "login_counts_for")


@transaction.atomic
def settle(proposed: MailServerSettings) -> MailServerSettings:
    """Make ``proposed``, with all its servers, what holds from now on.

    What is locked holds for everybody's own servers, also those that exist already. POP3 logins
    made for the old settings count no longer. The rounds that send and receive are woken: what
    waits leaves, or is cancelled, at once.
    """
    _forget_what_was_tested(proposed)
    outgoing = proposed.outgoing
    if outgoing is not None and outgoing.pop_account is not None:
        outgoing.pop_account.save()
        outgoing.pop_account = outgoing.pop_account  # Django takes the key only when assigned.
    for name in ("incoming", "outgoing_webmail", "outgoing", "own_mailbox"):
        server: Server | None = getattr(proposed, name)
        if server is not None:
            server.save()
            setattr(proposed, name, server)
    proposed.save()
    if outgoing is not None:
        PopLogin.objects.filter(server=outgoing).delete()
    _pass_on_what_is_locked(proposed)
    clock.wake("delivery")
    clock.wake("returns")
    return proposed


def _forget_what_was_tested(proposed: MailServerSettings) -> None:
    """Know nothing of plus-addresses any more where another mailbox or server takes over."""
    before = MailServerSettings.current()
    same_address = before.notification_address == proposed.notification_address
    if same_address and _mailbox_of(before) == _mailbox_of(proposed):
        return
    proposed.plus_addresses = MailServerSettings.PlusAddresses.UNKNOWN
    proposed.plus_tag, proposed.plus_since = "", None


def _mailbox_of(settings: MailServerSettings) -> Mailbox | None:
    server = settings.notification_server
    return server.mailbox if server is not None else None


def _pass_on_what_is_locked(settings: MailServerSettings) -> None:
    if settings.incoming_is_locked and settings.incoming is not None:
        IncomingServer.objects.filter(is_personal=True).update(
            **_columns(settings.incoming, LOCKED_INCOMING)
        )
    if settings.outgoing_webmail_is_locked and settings.outgoing_webmail is not None:
        OutgoingServer.objects.filter(is_personal=True).update(
            **_columns(settings.outgoing_webmail, LOCKED_OUTGOING)
        )
        PopLogin.objects.filter(server__is_personal=True).delete()


def _columns(server: Server, names: Iterable[str]) -> dict[str, Any]:
    return {**{name: getattr(server, name) for name in names}, "changed_at": timezone.now()}
