"""Tells who wrote a mail: a mail server, another program, or somebody."""

import re

from kairan.mail.parse import Message

_MAILER = re.compile(
    r"(mailer|mail)[-_. ]?daemon|post[-_]?master|mail[-_. ]?deliver|delivery[-_. ]?subsystem"
    r"|^sysadmin$|^(mdaemon|daemon|bounces?|mta)$",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"mail(er)?[-_. ]?daemon|mail\s?deliver(y)?\s(sub)?system", re.IGNORECASE)
_MAILERS_NAME = re.compile(
    r"mail(er)?[- ]?deliver|delivery\s(sub)?system|system administrator|mailer[- ]daemon"
    r"|postmaster|ndr administrator|mail administrator|courier mail server",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"^(no|do[-_.]?not|never)[-_.]?reply|^(system|admin|administrator|root|notifications?|mailsystem)$",
    re.IGNORECASE,
)
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post")


def is_from_mailer(message: Message) -> bool:
    """Whether the author calls itself a mail server, or nobody may answer (RFC 5321 4.5.5)."""
    if not message.from_:
        return True
    author = message.from_[0]
    local = author.addr.partition("@")[0]
    if _MAILER.search(local) or _MAILERS_NAME.search(author.name):
        return True
    return not author.addr.strip("<> @") or message.header("Return-Path").strip() == "<>"


def is_from_daemon(message: Message) -> bool:
    """Whether the author calls itself what only a program that returns mail is called."""
    return any(
        _DAEMON.search(each.addr.partition("@")[0]) or _DAEMON.search(each.name)
        for each in message.from_
    )


def is_from_program(message: Message) -> bool:
    """Whether a program wrote to this address alone, so no person and no mailing list."""
    if any(message.header(name) for name in _LISTS):
        return False
    submitted = message.header("Auto-Submitted").lower()
    local = message.from_[0].addr.partition("@")[0] if message.from_ else ""
    return submitted not in {"", "no"} or _PROGRAM.search(local) is not None
