"""What became of one recipient, told from codes where there are some, else from words."""

import re
from collections.abc import Sequence

from kairan.mail.bounces import codes, dialogues
from kairan.mail.bounces.meanings import Meaning, meaning_of
from kairan.mail.bounces.values import Failure

_LONGEST_REASON = 1_000
# Of the IANA registry of enhanced status codes; 5.1.7 and 5.1.8 are about the sender's address.
_NO_SUCH_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}
_ABOUT_SENDER = {"5.1.7", "5.1.8"}


def failure(
    address: str,
    given: str,
    sayings: Sequence[str],
    *,
    is_delayed: bool,
    refused: dialogues.Step | None = None,
) -> Failure:
    """Return what became of ``address``.

    :param given: the status that a report names, or nothing.
    :param sayings: the words of servers about it, those that count most first.
    :param is_delayed: whether the server says that it goes on trying.
    :param refused: what the server refused, where that is known.
    """
    said = "\n".join(sayings)
    status = codes.best(given, said)
    meaning = _meaning(sayings)
    known = status if codes.is_specific(status) else ""
    is_permanent = not is_delayed and _is_permanent(status, said)
    if not known:
        known = _told(_believed(meaning, refused), is_permanent=is_permanent)
    return Failure(
        address=address,
        status=known or status,
        is_permanent=is_permanent,
        is_unknown=is_permanent and _is_unknown(status, meaning, refused),
    )


def _meaning(sayings: Sequence[str]) -> Meaning | None:
    meanings = (meaning_of(said) for said in sayings)
    return next((meaning for meaning in meanings if meaning is not None), None)


def _is_permanent(status: str, said: str) -> bool:
    if status:
        return status.startswith("5")
    replies = codes.replies(said)
    return not replies or any(reply.startswith("5") for reply in replies)


def _believed(meaning: Meaning | None, refused: dialogues.Step | None) -> Meaning | None:
    """Return what words mean, unless they speak of an address that was taken a step before."""
    was_taken = refused in {dialogues.Step.LETTER, dialogues.Step.SENDER}
    return None if meaning is not None and meaning.is_unknown and was_taken else meaning


def _told(meaning: Meaning | None, *, is_permanent: bool) -> str:
    if meaning is None:
        return "5.0.0" if is_permanent else "4.0.0"
    return ("5" if is_permanent else "4") + meaning.status[1:]


def _is_unknown(status: str, meaning: Meaning | None, refused: dialogues.Step | None) -> bool:
    """Whether a server says that there is no such address.

    Before it is told the recipient, a server knows nothing of the address. What takes the address
    and refuses the letter is believed only by a status: "user unknown" then often means that the
    user takes no mail from there.
    """
    if refused is dialogues.Step.SENDER or status in _ABOUT_SENDER:
        return False
    if refused is dialogues.Step.LETTER:
        return status in _NO_SUCH_ADDRESS and (meaning is None or meaning.is_unknown)
    return meaning.is_unknown if meaning is not None else status in _NO_SUCH_ADDRESS


def reason(said: str) -> str:
    """Return the words of a server on one line, as long as one reads."""
    return re.sub(r"\s+", " ", said).strip()[:_LONGEST_REASON]
