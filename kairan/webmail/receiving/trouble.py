"""What hinders an account from being received, as it is written down and as people read it."""

import errno
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import PopServer
from kairan.mailservers.explanations import explain

FAULT = "fault"
NO_ROOM = "no-room"
FULL = "full"

_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_DATABASE = {"SQLITE_FULL", "SQLITE_IOERR_WRITE"}
_DISK_FULL = "53100"  # PostgreSQL's SQLSTATE.
_NO_MAIL_SERVER = {Kind.WRONG_PROTOCOL, Kind.PROTOCOL, Kind.PLAIN_ON_TLS_PORT}


def fault_of(failure: BaseException) -> str:
    """Return what a failure of ours is: ``NO_ROOM`` where a disk takes no more, else ``FAULT``."""
    causes: list[BaseException] = []
    each: BaseException | None = failure
    while each is not None and each not in causes:
        causes.append(each)
        each = each.__cause__
    return NO_ROOM if any(_tells_a_full_disk(cause) for cause in causes) else FAULT


def _tells_a_full_disk(error: BaseException) -> bool:
    return (
        (isinstance(error, OSError) and error.errno in _FULL_DISK)
        or getattr(error, "sqlite_errorname", "") in _FULL_DATABASE
        or getattr(error, "sqlstate", "") == _DISK_FULL
    )


def in_words(trouble: Mapping[str, Any], server: PopServer) -> str:
    """Return ``trouble`` with receiving from ``server``, as sentences that say what to do."""
    if not trouble:
        return gettext("Nothing hinders receiving.")
    if trouble["kind"] == FULL:
        return gettext(
            "Your mail has reached the size that your administrator allows. New mail stays on its "
            "server, and nothing is lost: delete what you do not need and empty the trash, or ask "
            "your administrator for more room."
        )
    if trouble["kind"] == NO_ROOM:
        return gettext(
            "There is no room left on Kairan's disk. New mail stays on its server, and nothing is "
            "lost. Tell an administrator, who has to make room."
        )
    if trouble["kind"] == FAULT:
        return gettext(
            "Kairan itself failed while it received; nothing is lost, and it tries again. Tell an "
            "administrator if this stays: the log says why."
        )
    kind = Kind(trouble["kind"])
    # Whatever answers at a host that somebody typed is not read out to them, unless it is POP3.
    words = "" if kind in _NO_MAIL_SERVER else trouble.get("words", "")
    return " ".join(explain(MailServerError(kind, words=words), server))
