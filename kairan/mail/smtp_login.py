"""SMTP AUTH (RFC 4954): which mechanism, and its steps, as pure functions of what is offered."""

import base64
import binascii
import hmac
from collections.abc import Callable

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import Security, SmtpMechanism, SmtpServer
from kairan.mail.smtp_replies import Reply
from kairan.mail.transcript import MASK

_INITIAL_RESPONSE = 490  # RFC 5321 §4.5.3.1.4: a command line has at most 512 octets

# Under TLS the simplest works best (servers offer CRAM-MD5 that their password store cannot do);
# in plain text the one that does not say the password.
_UNDER_TLS = (SmtpMechanism.PLAIN, SmtpMechanism.LOGIN, SmtpMechanism.CRAM_MD5)
_IN_PLAIN = (SmtpMechanism.CRAM_MD5, SmtpMechanism.PLAIN, SmtpMechanism.LOGIN)

Ask = Callable[[bytes, str], Reply]


def check_credentials(user: str, password: str) -> None:
    """Refuse what no mechanism can carry safely."""
    for character in "\r\n\0":
        if character in user or character in password:
            raise MailServerError(Kind.BAD_CREDENTIALS)


def choose(server: SmtpServer, offered: tuple[str, ...], *, protected: bool) -> SmtpMechanism:
    """Return the mechanism to use; AUTH_NOT_OFFERED or AUTH_TOO_WEAK where there is none.

    PLAIN and LOGIN are spoken in plain text only where the settings ask for no protection.
    """
    if server.mechanism is SmtpMechanism.BEST:
        order = _UNDER_TLS if protected else _IN_PLAIN
        found = next((mechanism for mechanism in order if mechanism.value in offered), None)
    else:
        found = server.mechanism if server.mechanism.value in offered else None
    if found is None:
        detail = "it offers " + (", ".join(offered) or "none")
        raise MailServerError(Kind.AUTH_NOT_OFFERED, command="AUTH", detail=detail)
    bare = found is not SmtpMechanism.CRAM_MD5 and not protected
    if bare and server.security is not Security.NONE:
        raise MailServerError(Kind.AUTH_TOO_WEAK, command="AUTH")
    return found


def log_in(server: SmtpServer, mechanism: SmtpMechanism, ask: Ask) -> None:
    """Log in with ``mechanism``; ``ask(line, shown)`` sends a line and returns its reply."""
    check_credentials(server.user, server.password)
    user, password = server.user.encode(), server.password.encode()
    if mechanism is SmtpMechanism.CRAM_MD5:
        reply = _cram_md5(user, password, ask)
    elif mechanism is SmtpMechanism.LOGIN:
        reply = _login(user, password, ask)
    else:
        reply = _plain(user, password, ask)
    if reply.code != 235:
        _cancel(reply, ask)
        raise refusal(reply)


def _plain(user: bytes, password: bytes, ask: Ask) -> Reply:
    response = base64.b64encode(b"\0" + user + b"\0" + password)
    if len(response) <= _INITIAL_RESPONSE:
        return ask(b"AUTH PLAIN " + response, f"AUTH PLAIN {MASK}")
    reply = ask(b"AUTH PLAIN", "AUTH PLAIN")
    return ask(response, MASK) if reply.code == 334 else reply


def _login(user: bytes, password: bytes, ask: Ask) -> Reply:
    reply = ask(b"AUTH LOGIN", "AUTH LOGIN")
    for answer in (user, password):
        if reply.code == 334:
            reply = ask(base64.b64encode(answer), MASK)
    return reply


def _cram_md5(user: bytes, password: bytes, ask: Ask) -> Reply:
    reply = ask(b"AUTH CRAM-MD5", "AUTH CRAM-MD5")
    if reply.code != 334:
        return reply
    try:
        challenge = base64.b64decode(reply.words, validate=True)
    except (binascii.Error, ValueError):
        ask(b"*", "*")
        raise MailServerError(
            Kind.PROTOCOL, command="AUTH", code=reply.code, words=reply.words
        ) from None
    digest = hmac.new(password, challenge, "md5").hexdigest()  # RFC 2195 chose MD5
    return ask(base64.b64encode(user + b" " + digest.encode()), MASK)


def _cancel(reply: Reply, ask: Ask) -> None:
    if reply.code == 334:  # one more question than the mechanism has: take it back (RFC 4954 §4)
        ask(b"*", "*")


def refusal(reply: Reply) -> MailServerError:
    """Return the typed error for the reply that refused a login."""
    kind = Kind.LOGIN
    if 400 <= reply.code < 500:
        kind = Kind.UNAVAILABLE
    elif reply.code == 504:
        kind = Kind.AUTH_NOT_OFFERED
    elif reply.code in {530, 534, 538}:
        kind = Kind.AUTH_TOO_WEAK
    return MailServerError(
        kind,
        temporary=400 <= reply.code < 500,
        command="AUTH",
        code=reply.code,
        words=reply.words,
    )
