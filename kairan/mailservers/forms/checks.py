"""What cannot hold together on the page: pure rules from what was typed to sentences."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.mailservers.models.servers import Server
from kairan.mailservers.models.settings import NotificationMailbox, SenderForm

Typed = Mapping[str, Any]


class Complaint(NamedTuple):
    """A field, and the sentence that belongs under it."""

    field: str
    sentence: str


Check = Callable[[Typed, MailServerSettings], Iterator[Complaint]]


def incoming(typed: Typed, _kept: MailServerSettings) -> Iterator[Complaint]:
    """Yield what is wrong with WebMail's servers."""
    if typed.get("incoming_is_locked") and not typed.get("incoming_host"):
        yield Complaint("incoming_host", _("Name the server that everybody has to use."))
    if typed.get("webmail_is_locked") and not typed.get("webmail_host"):
        yield Complaint("webmail_host", _("Name the server that everybody has to use."))


def outgoing(typed: Typed, kept: MailServerSettings) -> Iterator[Complaint]:
    """Yield what is wrong with the applications' outgoing server."""
    wants_auth = typed.get("outgoing_authentication") == OutgoingServer.Authentication.AUTH
    if typed.get("outgoing_host") and wants_auth:
        yield from _login("outgoing", typed, kept.outgoing, typed["outgoing_host"])


def pop_account(typed: Typed, kept: MailServerSettings) -> Iterator[Complaint]:
    """Yield what is missing from the POP before SMTP account, where it is used."""
    if not _uses_pop_account(typed):
        return
    host = typed.get("pop_host") or typed.get("incoming_host")
    if not host:
        yield Complaint("pop_host", _("Name the POP3 server of this account."))
        return
    row = kept.outgoing.pop_account if kept.outgoing else None
    yield from _login("pop", typed, row, host)


def mailbox(typed: Typed, kept: MailServerSettings) -> Iterator[Complaint]:
    """Yield what is missing from the notification mailbox."""
    choice = typed.get("mailbox_choice")
    if choice == NotificationMailbox.NONE:
        return
    if not typed.get("mailbox_address", "missing elsewhere"):
        yield Complaint("mailbox_address", _("Type the e-mail address of this mailbox."))
    if choice == NotificationMailbox.POP_ACCOUNT:
        if not typed.get("outgoing_host"):
            yield Complaint(
                "mailbox_choice", _("Name the outgoing server of the applications too.")
            )
        return
    host = typed.get("mailbox_host") or typed.get("incoming_host")
    if not host:
        yield Complaint("mailbox_host", _("Name the POP3 server of this mailbox."))
        return
    yield from _login("mailbox", typed, kept.own_mailbox, host)


def sender(typed: Typed, _kept: MailServerSettings) -> Iterator[Complaint]:
    """Yield what is missing to say from whom a letter comes."""
    if typed.get("outgoing_host") and typed.get("company_address") == "":
        yield Complaint("company_address", _("Type the address that notifications come from."))
    if typed.get("sender_form") == SenderForm.FIXED and typed.get("fixed_address") == "":
        yield Complaint("fixed_address", _("Type the fixed address."))


def trial_of_receiving(typed: Typed, _kept: MailServerSettings) -> Iterator[Complaint]:
    """Yield what the test of receiving misses: a server, or somebody to log in as."""
    named = typed.get("incoming_host") or typed.get("mailbox_host") or typed.get("pop_host")
    if not named:
        yield Complaint("incoming_host", _("Name a server to test."))
    elif typed.get("incoming_host") and not _any_account(typed):
        yield Complaint(
            "test_user", _("Type a user and a password of the incoming server to test it with.")
        )
    if typed.get("test_user") and not typed.get("test_password"):
        yield Complaint("test_password", _("Type the password of this user."))


def trial_of_sending(typed: Typed, _kept: MailServerSettings) -> Iterator[Complaint]:
    """Yield what the test mail misses: a server, or somebody to get it."""
    if typed.get("outgoing_host") == "":
        yield Complaint("outgoing_host", _("Name a server to test."))
    if typed.get("test_to") == "":
        yield Complaint("test_to", _("Type an address that you can read."))


def _any_account(typed: Typed) -> bool:
    own = typed.get("mailbox_choice") == NotificationMailbox.OWN
    return bool(typed.get("test_user") or _uses_pop_account(typed) or own)


def _uses_pop_account(typed: Typed) -> bool:
    way = typed.get("outgoing_authentication")
    return (
        bool(typed.get("outgoing_host")) and way == OutgoingServer.Authentication.POP_BEFORE_SMTP
    ) or typed.get("mailbox_choice") == NotificationMailbox.POP_ACCOUNT


def _login(prefix: str, typed: Typed, kept: Server | None, host: str) -> Iterator[Complaint]:
    if typed.get(f"{prefix}_user") == "":
        yield Complaint(f"{prefix}_user", _("Type the user to log in with."))
    if typed.get(f"{prefix}_password"):
        return
    keeps = kept is not None and bool(kept.password) and not typed.get(f"{prefix}_forget_password")
    if not keeps:
        yield Complaint(f"{prefix}_password", _("Type the password to log in with."))
    elif kept is not None and kept.host != host:
        # Else a test against a server of one's own would tell a password that is kept.
        yield Complaint(
            f"{prefix}_password",
            _("The server is another one than before: type the password again."),
        )


def pop_account_mailbox(typed: Typed) -> IncomingServer | None:
    """Return the mailbox that POP before SMTP will log in to, ``None`` when it is not used."""
    host = typed.get("pop_host") or typed.get("incoming_host")
    user = typed.get("pop_user")
    uses = typed.get("outgoing_authentication") == OutgoingServer.Authentication.POP_BEFORE_SMTP
    return IncomingServer(host=host, user=user) if uses and host and user else None
