"""Mail servers as rows: where they are, how they are spoken to, and what holds for all letters."""

from kairan.mailservers.models.logins import MailboxTurn, PopLogin
from kairan.mailservers.models.servers import IncomingServer, OutgoingServer
from kairan.mailservers.models.settings import MailServerSettings

__all__ = ["IncomingServer", "MailServerSettings", "MailboxTurn", "OutgoingServer", "PopLogin"]
