"""What is wrong with a mail server, in words that say what to change on the page."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import PopServer, Security, SmtpServer

Text = str | Promise

SENTENCES: Mapping[Kind, Text] = {
    Kind.DNS: gettext_lazy(
        "No machine called %(host)s was found. Check the spelling of the server's name."
    ),
    Kind.REFUSED_CONNECTION: gettext_lazy(
        "Nothing answers at %(host)s on port %(port)s. Check the name and the port; a firewall "
        "may also be in the way."
    ),
    Kind.TIMEOUT: gettext_lazy(
        "%(host)s did not answer on port %(port)s in time. Often the port is wrong or a firewall "
        "is in the way; otherwise the server is slow and the timeout too short."
    ),
    Kind.TLS_ON_PLAIN_PORT: gettext_lazy(
        "Port %(port)s does not begin with TLS. Choose STARTTLS as security, or the port for TLS."
    ),
    Kind.PLAIN_ON_TLS_PORT: gettext_lazy(
        "Port %(port)s expects TLS from the first byte. Choose TLS as security, or another port."
    ),
    Kind.WRONG_PROTOCOL: gettext_lazy(
        "Another kind of server answers on port %(port)s of %(host)s. Check the port."
    ),
    Kind.CERTIFICATE: gettext_lazy(
        "The server's certificate could not be verified for the name %(host)s. Use the name that "
        "stands in the certificate. Untick the check only if you know why it fails."
    ),
    Kind.TLS: gettext_lazy(
        "The server and this machine could not agree on TLS; the server may be very old."
    ),
    Kind.STARTTLS_NOT_OFFERED: gettext_lazy(
        "The server does not offer STARTTLS on port %(port)s. Choose TLS and its port, or no "
        "protection if the line to the server is your own."
    ),
    Kind.APOP_NOT_OFFERED: gettext_lazy(
        "The server does not offer APOP. Choose Standard, best together with TLS."
    ),
    Kind.APOP_BAD_STAMP: gettext_lazy(
        "The server's greeting carries no valid stamp for APOP, and a false one can give the "
        "password away (CVE-2007-1558). Nothing was sent. Choose Standard together with TLS."
    ),
    Kind.AUTH_NOT_OFFERED: gettext_lazy(
        "The server does not offer this way to log in. Choose another one, or another security: "
        "many servers offer logins only after STARTTLS."
    ),
    Kind.AUTH_TOO_WEAK: gettext_lazy(
        "The password would travel unprotected, so it was not sent. Choose STARTTLS or TLS."
    ),
    Kind.LOGIN: gettext_lazy("The server refused the user or the password. Type both again."),
    Kind.LOGIN_DELAY: gettext_lazy(
        "The server wants more time between two logins. Wait a few minutes and try again."
    ),
    Kind.MAILBOX_LOCKED: gettext_lazy(
        "Somebody else is logged in to this mailbox now. Wait a little and try again; for POP "
        "before SMTP use a mailbox that nobody reads."
    ),
    Kind.BAD_CREDENTIALS: gettext_lazy(
        "User or password contain a line break, so nothing was sent. Type them again."
    ),
    Kind.BAD_ADDRESS: gettext_lazy(
        "One of the addresses cannot be written to. Check its spelling."
    ),
    Kind.AUTH_REQUIRED: gettext_lazy(
        "The server takes letters only after a login. Choose SMTP AUTH and type user and password."
    ),
    Kind.RELAY_DENIED: gettext_lazy(
        "The server refuses to pass letters on to other domains for this machine (relaying denied)."
    ),
    Kind.SENDER_REFUSED: gettext_lazy(
        "The server refuses the sender. Choose another form of sender, or an address that belongs "
        "to the login."
    ),
    Kind.RECIPIENT_REFUSED: gettext_lazy(
        "The server refuses the address the test mail goes to. Try another one."
    ),
    Kind.MESSAGE_REFUSED: gettext_lazy("The server refuses the letter; its words say why."),
    Kind.TOO_LARGE: gettext_lazy("The server refuses letters of this size."),
    Kind.EIGHT_BIT_NOT_OFFERED: gettext_lazy("The server takes no letters with 8-bit characters."),
    Kind.SMTPUTF8_NOT_OFFERED: gettext_lazy(
        "The server takes no addresses with characters outside ASCII before the @."
    ),
    Kind.NO_SUCH_MESSAGE: gettext_lazy("The server lists a message that it does not give."),
    Kind.NOT_OFFERED: gettext_lazy("The server lacks a command that Kairan needs."),
    Kind.UNAVAILABLE: gettext_lazy("The server cannot do this now. Try again in a few minutes."),
    Kind.PROTOCOL: gettext_lazy(
        "The server answered something that makes no sense. Check server and port."
    ),
    Kind.CLOSED: gettext_lazy(
        "The server closed the connection. Often the security does not fit the port, or the "
        "server turns this machine away."
    ),
}

_USUAL_PORTS: Mapping[int, tuple[type[PopServer] | type[SmtpServer], Security]] = {
    110: (PopServer, Security.NONE),
    995: (PopServer, Security.TLS),
    25: (SmtpServer, Security.NONE),
    465: (SmtpServer, Security.TLS),
    587: (SmtpServer, Security.STARTTLS),
}
_UNREACHED = frozenset(
    {
        Kind.REFUSED_CONNECTION, Kind.TIMEOUT, Kind.WRONG_PROTOCOL, Kind.CLOSED, Kind.PROTOCOL,
        Kind.TLS_ON_PLAIN_PORT, Kind.PLAIN_ON_TLS_PORT,
    }
)  # fmt: skip
_ABOUT_DOMAINS = re.compile(r"\bSPF\b|\bDMARC\b|\bDKIM\b|sender policy", re.IGNORECASE)


def explain(error: MailServerError, server: PopServer | SmtpServer) -> list[str]:
    """Return what ``error`` means for ``server``, as sentences in the active language."""
    place = {"host": server.host, "port": server.port}
    said = [str(SENTENCES[error.kind]) % place]
    if error.kind in _UNREACHED:
        said += _about_port(server)
    if error.words and _ABOUT_DOMAINS.search(error.words):
        said.append(
            _(
                "The server names SPF, DKIM or DMARC: the domain of the sender does not allow this "
                "machine to send for it. Use an address of your own domain, or have this server "
                "added to that domain's SPF record."
            )
        )
    if error.words:
        said.append(_("The server's words: %(words)s") % {"words": error.words})
    return said


def _about_port(server: PopServer | SmtpServer) -> list[str]:
    usual = _USUAL_PORTS.get(server.port)
    if usual is None:
        return []
    kind, security = usual
    if not isinstance(server, kind):
        return [
            _("Port %(port)s is usually %(kind)s.")
            % {"port": server.port, "kind": "POP3" if kind is PopServer else "SMTP"}
        ]
    if security is Security.TLS and server.security is not Security.TLS:
        return [_("Port %(port)s usually goes with TLS.") % {"port": server.port}]
    if security is not Security.TLS and server.security is Security.TLS:
        return [
            _("Port %(port)s usually goes with STARTTLS or no protection.") % {"port": server.port}
        ]
    return []


def about_sender(from_address: str, envelope: str) -> list[str]:
    """Return what to know when From and envelope sender belong to different domains."""
    domain = from_address.rpartition("@")[2].lower()
    other = envelope.rpartition("@")[2].lower()
    if not envelope or domain == other:
        return []
    return [
        _(
            "The letter says it is from %(domain)s, but its envelope sender belongs to %(other)s. "
            "Receivers that check SPF and DMARC may refuse it or call it spam, unless %(domain)s "
            "allows this server. If that happens, choose the address of the office as sender."
        )
        % {"domain": domain, "other": other}
    ]
