"""Says whether a mail without a report is one with which a server returns a mail."""

import re

from kairan.mail.bounces import codes, notes, phrases
from kairan.mail.bounces.content import Content
from kairan.mail.bounces.mailers import is_from_daemon, is_from_mailer, is_from_program
from kairan.mail.bounces.meanings import meaning_of

_PASSED_ON = re.compile(r"\W*(re|aw|sv|fwd?|wg|tr|転送|返信)\s*[:：\[]", re.IGNORECASE)


def is_bounce(content: Content) -> bool:
    """Whether a server returns a mail, or tells that it is late.

    A subject or words alone prove nothing: people, parcel services and postmasters write so too.
    A server also says who was not reached, or in which words it was refused, or returns the mail.
    """
    message = content.message
    if message.header("X-Failed-Recipients"):
        return True
    has_subject = phrases.is_subject_of_failure(message.subject)
    if is_from_mailer(message):
        is_enough = has_subject or is_from_daemon(message)
        return _is_proven(content) if is_enough else _tells_whom(content)
    if not is_from_program(message) or _PASSED_ON.match(message.subject):
        return False
    return has_subject and _tells_whom(content)


def _is_proven(content: Content) -> bool:
    words = content.words
    speaks = _has_codes(words) or phrases.speaks_of_failure(words) or meaning_of(words)
    return bool(speaks) or _has_traces(content)


def _tells_whom(content: Content) -> bool:
    words = content.words
    speaks = phrases.speaks_of_failure(words) or (_has_codes(words) and meaning_of(words))
    return bool(speaks) and _has_traces(content)


def _has_traces(content: Content) -> bool:
    return content.returned is not None or notes.names_somebody(content)


def _has_codes(words: str) -> bool:
    return bool(codes.replies(words) or codes.statuses(words))
