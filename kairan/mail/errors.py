"""What can go wrong with a mail server, typed, with the command and the server's own words."""

import re
from enum import Enum


class Kind(Enum):
    """What is wrong, for the layer above to put into words."""

    DNS = "dns"  # the host name is not known
    REFUSED_CONNECTION = "refused-connection"  # nobody listens there, or no way to it
    TIMEOUT = "timeout"
    TLS_ON_PLAIN_PORT = "tls-on-plain-port"  # we spoke TLS, the server did not
    PLAIN_ON_TLS_PORT = "plain-on-tls-port"  # the server waits for TLS, we did not speak it
    WRONG_PROTOCOL = "wrong-protocol"  # SMTP on a POP3 port and the other way round, HTTP, IMAP
    CERTIFICATE = "certificate"
    TLS = "tls"  # any other failure of the handshake
    STARTTLS_NOT_OFFERED = "starttls-not-offered"
    APOP_NOT_OFFERED = "apop-not-offered"
    APOP_BAD_STAMP = "apop-bad-stamp"
    AUTH_NOT_OFFERED = "auth-not-offered"
    AUTH_TOO_WEAK = (
        "auth-too-weak"  # only PLAIN or LOGIN on an unprotected link, or the server says so
    )
    LOGIN = "login"  # user or password wrong
    LOGIN_DELAY = "login-delay"  # RFC 2449: logged in too recently
    MAILBOX_LOCKED = "mailbox-locked"  # RFC 2449 IN-USE
    BAD_CREDENTIALS = "bad-credentials"  # CR, LF or NUL in user or password: never sent
    BAD_ADDRESS = "bad-address"  # an envelope address that cannot be spoken on the wire
    AUTH_REQUIRED = "auth-required"  # the server wants a login before it takes letters
    RELAY_DENIED = "relay-denied"
    SENDER_REFUSED = "sender-refused"
    RECIPIENT_REFUSED = "recipient-refused"
    MESSAGE_REFUSED = "message-refused"
    TOO_LARGE = "too-large"
    EIGHT_BIT_NOT_OFFERED = "eight-bit-not-offered"  # 8-bit data, server without 8BITMIME
    SMTPUTF8_NOT_OFFERED = "smtputf8-not-offered"
    NO_SUCH_MESSAGE = "no-such-message"  # POP3: -ERR to a message's number
    NOT_OFFERED = "not-offered"  # an optional command (UIDL, TOP) the server does not know
    UNAVAILABLE = "unavailable"  # the server itself says: later (421, SYS/TEMP, 4xx)
    PROTOCOL = "protocol"  # an answer that makes no sense
    CLOSED = "closed"  # the connection was closed or reset


_TEMPORARY = frozenset(
    {
        Kind.DNS,
        Kind.REFUSED_CONNECTION,
        Kind.TIMEOUT,
        Kind.LOGIN_DELAY,
        Kind.MAILBOX_LOCKED,
        Kind.UNAVAILABLE,
        Kind.CLOSED,
    }
)

_SENTENCES = {
    Kind.DNS: "The name of the mail server could not be resolved.",
    Kind.REFUSED_CONNECTION: "The mail server could not be reached.",
    Kind.TIMEOUT: "The mail server did not answer in time.",
    Kind.TLS_ON_PLAIN_PORT: "The mail server does not speak TLS on this port.",
    Kind.PLAIN_ON_TLS_PORT: "The mail server expects TLS on this port.",
    Kind.WRONG_PROTOCOL: "Another kind of server answers on this port.",
    Kind.CERTIFICATE: "The mail server's certificate could not be verified.",
    Kind.TLS: "The mail server and this machine could not agree on TLS.",
    Kind.STARTTLS_NOT_OFFERED: "The mail server does not offer STARTTLS.",
    Kind.APOP_NOT_OFFERED: "The mail server does not offer APOP.",
    Kind.APOP_BAD_STAMP: "The mail server's APOP stamp is not valid, so nothing was sent to it.",
    Kind.AUTH_NOT_OFFERED: "The mail server does not offer the wanted way to log in.",
    Kind.AUTH_TOO_WEAK: "The password would travel unprotected, so it was not sent.",
    Kind.LOGIN: "The mail server refused the user name or the password.",
    Kind.LOGIN_DELAY: "The mail server wants more time between two logins.",
    Kind.MAILBOX_LOCKED: "The mailbox is in use by somebody else.",
    Kind.BAD_CREDENTIALS: "User name or password contain a line end or NUL, so they were not sent.",
    Kind.BAD_ADDRESS: "This address cannot be used on the wire.",
    Kind.AUTH_REQUIRED: "The mail server wants a login before it takes letters.",
    Kind.RELAY_DENIED: "The mail server refuses to relay for us.",
    Kind.SENDER_REFUSED: "The mail server refuses this sender.",
    Kind.RECIPIENT_REFUSED: "The mail server refuses this recipient.",
    Kind.MESSAGE_REFUSED: "The mail server refuses this letter.",
    Kind.TOO_LARGE: "The message is too large.",
    Kind.EIGHT_BIT_NOT_OFFERED: "The mail server takes no 8-bit data.",
    Kind.SMTPUTF8_NOT_OFFERED: "The mail server takes no address with characters outside ASCII.",
    Kind.NO_SUCH_MESSAGE: "The mail server would not give this message.",
    Kind.NOT_OFFERED: "The mail server does not know this command.",
    Kind.UNAVAILABLE: "The mail server cannot do this now.",
    Kind.PROTOCOL: "The mail server gave an answer that makes no sense.",
    Kind.CLOSED: "The mail server closed the connection.",
}

# RFC 3463 codes start an SMTP text; RFC 2449 §8 codes start a POP3 text in brackets.
_ENHANCED = re.compile(
    r"\s*(?:(?:[245]\d\d[ -])?([245]\.\d{1,3}\.\d{1,3})\b|(?:-ERR\s+)?\[([A-Za-z0-9/-]+)\])"
)


def enhanced_code(words: str) -> str:
    """Return the code ``words`` begin with: RFC 3463 (``5.7.1``), RFC 2449 (``IN-USE``) or none."""
    found = _ENHANCED.match(words)
    return (found[1] or found[2].upper()) if found else ""


class MailServerError(Exception):
    """Trouble with a mail server.

    ``kind`` says what, ``temporary`` whether waiting may help, ``command`` which verb it answered
    (never its arguments), ``code`` the SMTP code, ``enhanced`` the RFC 3463 or RFC 2449 code,
    ``words`` the server's words verbatim, ``detail`` what this machine knows itself (in English).
    """

    def __init__(
        self,
        kind: Kind,
        *,
        temporary: bool | None = None,
        command: str = "",
        code: int | None = None,
        words: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(kind, words)
        self.kind = kind
        self.temporary = kind in _TEMPORARY if temporary is None else temporary
        self.command = command
        self.code = code
        self.enhanced = enhanced_code(words)
        self.words = words
        self.detail = detail

    def __str__(self) -> str:
        sentence = _SENTENCES[self.kind]
        if self.words:
            after = f" to {self.command}" if self.command else ""
            sentence += f" It said{after}: {self.words}"
        if self.detail:
            sentence += f" ({self.detail})"
        return sentence
