"""What became of one recipient, told from codes where there are some, else from words."""

import re

from kairan.mail.bounces import codes, phrases
from kairan.mail.bounces.values import Failure

_LONGEST_REASON = 1_000
_NO_SUCH_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}


def failure(address: str, given: str, said: str, *, is_delayed: bool) -> Failure:
    """Return what became of ``address``.

    :param given: the status that a report names, or nothing.
    :param said: the words of servers about it.
    :param is_delayed: whether the server says that it goes on trying.
    """
    status = codes.best(given, said)
    meaning = phrases.meaning_of(said)
    known = status if codes.is_specific(status) else ""
    is_permanent = not is_delayed and _is_permanent(status, said)
    if not known:
        known = _told(meaning, is_permanent=is_permanent)
    return Failure(
        address=address,
        status=known or status,
        is_permanent=is_permanent,
        is_unknown=_is_unknown(status, meaning),
    )


def _is_permanent(status: str, said: str) -> bool:
    if status:
        return status.startswith("5")
    replies = codes.replies(said)
    return not replies or any(reply.startswith("5") for reply in replies)


def _told(meaning: phrases.Meaning | None, *, is_permanent: bool) -> str:
    if meaning is None:
        return "5.0.0" if is_permanent else "4.0.0"
    return ("5" if is_permanent else "4") + meaning.status[1:]


def _is_unknown(status: str, meaning: phrases.Meaning | None) -> bool:
    if meaning is not None:
        return meaning.is_unknown
    return status in _NO_SUCH_ADDRESS


def reason(said: str) -> str:
    """Return the words of a server on one line, as long as one reads."""
    return re.sub(r"\s+", " ", said).strip()[:_LONGEST_REASON]
