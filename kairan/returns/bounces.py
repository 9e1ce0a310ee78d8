"""A mail that came back: finds its envelope and has it marked, once, and only with proof."""

import re
from collections.abc import Sequence
from datetime import datetime

from kairan.delivery import bounced
from kairan.delivery.models import Envelope
from kairan.mail.bounces import Classification, Failure
from kairan.mail.bounces.content import Content, content_of
from kairan.mail.bounces.phrases import is_temporary
from kairan.mail.bounces.reports import Action, read
from kairan.mail.parse import Message
from kairan.returns import proofs
from kairan.returns.grading import is_hard
from kairan.returns.models import ReturnedMail
from kairan.returns.verdicts import Verdict, kept

_MOST_WORDS = 1_000
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]{1,64}@[^\s<>()\[\]:;,\"]{1,255}")
_MOST_ADDRESSES = 50
_UNKNOWN = Failure(address="", status="", is_permanent=False, is_unknown=False)


def settle(message: Message, classified: Classification, *, raw: bytes, now: datetime) -> Verdict:
    """Mark the envelope that came back, and say what that was.

    A note that carries nothing of the mail it speaks of changes nothing: anybody could write it.
    """
    content = content_of(message)
    head = content.returned.head.decode("latin-1") if content.returned is not None else ""
    said = "\n".join([proofs.everything_in(raw), head, content.text])
    candidates = proofs.sent_to(_recipients(content, classified), now=now)
    envelopes = proofs.named_in(said, candidates)
    if not envelopes:
        return kept(ReturnedMail.Why.UNPROVEN)
    if is_still_trying(content, classified):
        return Verdict(ReturnedMail.Outcome.DELAYED, envelope=envelopes[0])
    for each in envelopes:
        bounced.bounce(each, _of(each, classified), now=now)
    return Verdict(ReturnedMail.Outcome.BOUNCE, envelope=envelopes[0])


def is_still_trying(content: Content, classified: Classification) -> bool:
    """Whether the server only says that it is late, and goes on trying (RFC 3464 §2.3.3)."""
    if any(each.is_permanent for each in classified.failures):
        return False
    troubles = [each for report in content.reports for each in read(report)]
    troubles = [each for each in troubles if each.action.is_trouble]
    if troubles:
        return all(each.action is Action.DELAYED for each in troubles)
    return bool(is_temporary(f"{content.message.subject}\n{content.words}"))


def _recipients(content: Content, classified: Classification) -> set[str]:
    """Return every address that the mail may have gone to: it was passed on, for all we know."""
    found = [each.address for each in classified.failures]
    if content.returned is not None:
        found += [each.addr for each in content.returned.to]
    report = "\n".join(content.reports)
    found += _ADDRESS.findall(report)[:_MOST_ADDRESSES]
    found += _ADDRESS.findall(content.text)[:_MOST_ADDRESSES]
    return {each for each in found if each}


def _of(envelope: Envelope, classified: Classification) -> bounced.Returned:
    failure = _failure_of(envelope, classified.failures)
    return bounced.Returned(
        status=failure.status,
        words=classified.reason[:_MOST_WORDS].replace("\0", ""),
        is_hard=is_hard(failure),
    )


def _failure_of(envelope: Envelope, failures: Sequence[Failure]) -> Failure:
    for each in failures:
        if proofs.same(each.address, envelope.recipient):
            return each
    # Passed on to another address, which failed: the one we know is where mail is lost.
    return failures[0] if len(failures) == 1 else _UNKNOWN
