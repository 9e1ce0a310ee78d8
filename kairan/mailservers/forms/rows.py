"""Between the fields of the form and the rows: what it shows first, and what it proposes."""

from collections.abc import Mapping
from typing import Any, TypeVar

from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.mailservers.models.servers import Server
from kairan.mailservers.sealed import Secret

Kind = TypeVar("Kind", bound=Server)

COLUMNS = (
    "uses_notifications",
    "incoming_is_locked",
    "sender_form",
    "company_name",
    "company_address",
    "fixed_address",
    "envelope_sender",
    "adds_message_id",
    "message_id_domain",
    "code",
)
RENAMED = {
    "webmail_is_locked": "outgoing_webmail_is_locked",
    "mailbox_choice": "notification_mailbox",
    "mailbox_address": "notification_address",
}
OF_A_SERVER = (
    "host",
    "port",
    "security",
    "verify_certificate",
    "authentication",
    "mechanism",
    "user",
    "timeout",
    "size_limit",
    "connections",
    "letters_per_connection",
    "letters_per_minute",
)


def pop_account_of(settings: MailServerSettings) -> IncomingServer | None:
    """Return the POP before SMTP account of the applications, if there is one."""
    return settings.outgoing.pop_account if settings.outgoing else None


def shown(settings: MailServerSettings) -> dict[str, Any]:
    """Return what the form shows of ``settings``; passwords never."""
    outgoing = settings.outgoing or OutgoingServer()
    webmail = settings.outgoing_webmail or OutgoingServer()
    pop = pop_account_of(settings) or IncomingServer()
    mailbox = settings.own_mailbox or IncomingServer()
    incoming = settings.incoming or IncomingServer()
    values: dict[str, Any] = {name: getattr(settings, name) for name in COLUMNS}
    values |= {field: getattr(settings, column) for field, column in RENAMED.items()}
    servers = {
        "incoming": incoming, "webmail": webmail, "outgoing": outgoing,
        "pop": pop, "mailbox": mailbox,
    }  # fmt: skip
    for prefix, server in servers.items():
        values |= _of_server(prefix, server)
    for prefix, server in (("pop", pop), ("mailbox", mailbox)):
        if server.host == incoming.host:
            values[f"{prefix}_host"] = ""
    values["pop_login_counts_for"] = outgoing.login_counts_for
    values["webmail_login_counts_for"] = webmail.login_counts_for
    return values


def _of_server(prefix: str, server: Server) -> dict[str, Any]:
    names = (name for name in OF_A_SERVER if hasattr(server, name))
    return {f"{prefix}_{name}": getattr(server, name) for name in names}


def fill(settings: MailServerSettings, typed: Mapping[str, Any]) -> MailServerSettings:
    """Put what was ``typed`` (cleaned) into ``settings`` and its servers; nothing is saved."""
    columns = {name: name for name in COLUMNS} | RENAMED
    for field, column in columns.items():
        if field in typed:
            setattr(settings, column, typed[field])
    settings.incoming = _server("incoming", settings.incoming or IncomingServer(), typed)
    settings.outgoing_webmail = _server(
        "webmail", settings.outgoing_webmail or OutgoingServer(), typed
    )
    if settings.outgoing_webmail:
        settings.outgoing_webmail.login_counts_for = typed.get(
            "webmail_login_counts_for", settings.outgoing_webmail.login_counts_for
        )
    pop = pop_account_of(settings) or IncomingServer()
    settings.outgoing = _server("outgoing", settings.outgoing or OutgoingServer(), typed)
    if settings.outgoing:
        _fill_pop_account(settings.outgoing, pop, typed)
    settings.own_mailbox = _server(
        "mailbox", settings.own_mailbox or IncomingServer(), _with_host("mailbox", typed)
    )
    return settings


def _fill_pop_account(
    outgoing: OutgoingServer, pop: IncomingServer, typed: Mapping[str, Any]
) -> None:
    outgoing.login_counts_for = typed.get("pop_login_counts_for", outgoing.login_counts_for)
    outgoing.pop_account = _server("pop", pop, _with_host("pop", typed))


def _with_host(prefix: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """``typed``, the host being that of the incoming server where a user stands alone."""
    host = typed.get(f"{prefix}_host") or typed.get("incoming_host", "")
    return {**typed, f"{prefix}_host": host if typed.get(f"{prefix}_user") else ""}


def _server(prefix: str, server: Kind, typed: Mapping[str, Any]) -> Kind | None:
    """Return ``server`` as typed, ``None`` where no host is named."""
    if not typed.get(f"{prefix}_host"):
        return None
    for name in OF_A_SERVER:
        if f"{prefix}_{name}" in typed:
            setattr(server, name, typed[f"{prefix}_{name}"])
    if typed.get(f"{prefix}_password"):
        server.password = Secret(typed[f"{prefix}_password"])
    elif typed.get(f"{prefix}_forget_password"):
        server.password = Secret()
    return server
