"""Logging in to POP3: which command, and what must never be said (RFC 1939 §7, RFC 5034)."""

import base64
import hashlib
import re

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import PopAuthentication, PopServer
from kairan.mail.transcript import MASK

# RFC 1939 §7: the stamp is the greeting's msg-id of RFC 822.
_BRACKETED = re.compile(rb"<[^>]*>?")
_STAMP = re.compile(rb"<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>")
_INITIAL_RESPONSE = 240  # RFC 5034 §4: an AUTH line has at most 255 octets


def stamp_of(greeting: bytes) -> bytes:
    """Return the APOP stamp of a greeting; APOP_NOT_OFFERED or APOP_BAD_STAMP where it has none.

    Only a printable ASCII ``<left@right>`` with exactly one @ will do: a server that chooses the
    stamp freely learns the password from MD5 collisions (CVE-2007-1558).
    """
    candidates = _BRACKETED.findall(greeting)
    if not candidates:
        raise MailServerError(
            Kind.APOP_NOT_OFFERED, command="greeting", words=greeting.decode("utf-8", "replace")
        )
    stamp: bytes = candidates[-1]
    if len(candidates) > 1 or not _STAMP.fullmatch(stamp):
        raise MailServerError(
            Kind.APOP_BAD_STAMP,
            command="greeting",
            words=greeting.decode("utf-8", "backslashreplace"),
        )
    return stamp


def check_credentials(user: str, password: str) -> None:
    """Refuse a user or password that would end the line early (command injection)."""
    for character in "\r\n\0":
        if character in user or character in password:
            raise MailServerError(Kind.BAD_CREDENTIALS)


def login_steps(
    server: PopServer, stamp: bytes, capabilities: dict[str, tuple[str, ...]], *, protected: bool
) -> list[tuple[str, bytes, str]]:
    """Return the lines that log in: command, line without end, and how a transcript shows it.

    ``stamp`` is used with APOP only, and APOP uses nothing else. Standard is USER and PASS;
    AUTH PLAIN where CAPA names it but not USER (RFC 2449 §6.3). An AUTH line that would be too
    long is followed by its response alone. Raises AUTH_TOO_WEAK where the server hides its
    logins until STLS, before anything is sent.
    """
    check_credentials(server.user, server.password)
    user, password = server.user.encode(), server.password.encode()
    if server.authentication is PopAuthentication.APOP:
        # RFC 1939 chose MD5; the stamp was checked.
        digest = hashlib.md5(stamp + password, usedforsecurity=False).hexdigest()
        line = b"APOP " + user + b" " + digest.encode()
        return [("APOP", line, f"APOP {server.user} {MASK}")]
    if capabilities and "USER" not in capabilities:
        if "PLAIN" in capabilities.get("SASL", ()):
            return _sasl_plain(user, password)
        if "STLS" in capabilities and not protected:
            raise MailServerError(Kind.AUTH_TOO_WEAK)
    return [
        ("USER", b"USER " + user, f"USER {server.user}"),
        ("PASS", b"PASS " + password, f"PASS {MASK}"),
    ]


def _sasl_plain(user: bytes, password: bytes) -> list[tuple[str, bytes, str]]:
    response = base64.b64encode(b"\0" + user + b"\0" + password)
    if len(response) <= _INITIAL_RESPONSE:
        return [("AUTH", b"AUTH PLAIN " + response, f"AUTH PLAIN {MASK}")]
    return [("AUTH", b"AUTH PLAIN", "AUTH PLAIN"), ("AUTH", response, MASK)]
