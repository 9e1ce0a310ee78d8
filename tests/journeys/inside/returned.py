"""The notification mailbox of an office, from the inside: named, and looked into at once."""

from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.mailservers.operations import settle
from kairan.mailservers.sealed import Secret
from kairan.returns.operations import receive_now


def name_mailbox(address: str, host: str, port: int, password: str) -> None:
    """Let the mailbox ``address`` be the one to which mail comes back."""
    proposed = MailServerSettings.current()
    proposed.own_mailbox = IncomingServer(
        host=host, port=port, security="none", user=address, password=Secret(password)
    )
    proposed.notification_mailbox, proposed.notification_address = "own", address
    proposed.company_address = address
    settle(proposed)


def look() -> None:
    """Have the mailbox received as soon as the worker can."""
    receive_now()
