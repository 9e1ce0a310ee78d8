"""How the scripted SMTP server tells who logs in: PLAIN, LOGIN and CRAM-MD5 (RFC 4954, 2195)."""

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping

_CHALLENGE = b"<1896.697170952@scripted.example>"


def user_of(
    mechanism: str, initial: str, *, users: Mapping[str, str], ask: Callable[[str], str]
) -> str | None:
    """Return who has proved to be one of ``users`` (names and passwords), or None.

    ``initial`` is the initial response in base64, ``ask`` sends a challenge and returns the answer,
    both in base64.
    """
    if mechanism == "PLAIN":
        _, user, password = _decoded(initial or ask("")).split(b"\0")
    elif mechanism == "LOGIN":
        user = _decoded(ask("VXNlcm5hbWU6"))
        password = _decoded(ask("UGFzc3dvcmQ6"))
    else:
        answer = _decoded(ask(base64.b64encode(_CHALLENGE).decode()))
        user, _, digest = answer.rpartition(b" ")
        known = users.get(user.decode(), "")
        right = hmac.new(known.encode(), _CHALLENGE, "md5").hexdigest().encode()
        return user.decode() if known and digest == right else None
    return user.decode() if users.get(user.decode()) == password.decode() else None


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""
