"""Finds reply codes and status codes in what servers have said (RFC 5321 4.2, RFC 3463)."""

import re
from collections.abc import Iterator

# Neither a part of an IP address nor of a version.
_THREE_NUMBERS = r"[245]\.(?:\d|[1-9]\d{1,2})\.(?:\d|[1-9]\d{1,2})(?![\w]|\.\d)"
_STATUS = re.compile(rf"(?<![\w.]){_THREE_NUMBERS}")
_REPLY = re.compile(r"(?<![\w./#=<(\[-])(?<!\w:)[45][0-5]\d(?=[\s:;,\-.'#]|$)(?!\.\d)")
_REPLY_WITH_STATUS = re.compile(
    rf"(?<![\w.])[45][0-5]\d[ \-]+(?:[45][0-5]\d[ \-]+)?['\"#(\[]{{0,2}}({_THREE_NUMBERS})"
)


def statuses(said: str) -> list[str]:
    """Return the status codes in ``said`` such as "5.1.1", in their order."""
    return [found[0] for found in _STATUS.finditer(said)]


def replies(said: str) -> list[str]:
    """Return the reply codes of failures in ``said`` such as "550", in their order."""
    return [found[0] for found in _REPLY.finditer(said)]


def answered_with(said: str) -> Iterator[str]:
    """Yield the status codes that stand right behind a reply code: a server's own."""
    for found in _REPLY_WITH_STATUS.finditer(said):
        yield found[1]


def is_specific(status: str) -> bool:
    """Whether a status says more than that something failed."""
    return bool(status) and not status.endswith(".0.0")


def best(given: str, said: str) -> str:
    """Return the status that tells most: a server's own, else the one ``given``, else any, or "".

    :param given: what the field Status of a report says, or nothing.
    :param said: the words of the servers.
    """
    own = [status for status in answered_with(said) if is_specific(status)]
    if own:
        return own[0]
    if is_specific(given):
        return given
    anywhere = [status for status in statuses(said) if is_specific(status)]
    return next(iter([*anywhere, given, *statuses(said)]), "")
