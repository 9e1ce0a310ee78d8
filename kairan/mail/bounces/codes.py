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


def is_expiry(status: str) -> bool:
    """Whether a status says only that time ran out, not why (RFC 3463 3.5, X.4.7)."""
    return status.endswith(".4.7")


def is_telling(status: str) -> bool:
    """Whether a status says what is wrong, so that no words need to be asked (RFC 3463)."""
    return is_specific(status) and not is_expiry(status) and not status.endswith(".1.0")


def best(given: str, said: str) -> str:
    """Return the status that tells most: a server's own, else the one ``given``, else any, or "".

    :param given: what the field Status of a report says, or nothing.
    :param said: the words of the servers.
    """
    named = [*answered_with(said), given, *statuses(said)]
    specific = [status for status in named if is_specific(status)]
    if specific and is_expiry(specific[0]):
        causes = (each for each in specific if not is_expiry(each) and each[0] == specific[0][0])
        return next(causes, specific[0])
    return next(iter([*specific, given, *statuses(said)]), "")
