"""Makes the bytes of one try, or sets it aside: one bad letter stops no other."""

import logging
import time

from kairan.delivery.engine.letters import Letters
from kairan.delivery.engine.outlet import Outlet, Try
from kairan.delivery.models import Reason, State
from kairan.mail.compose import BadSlotValue
from kairan.mail.errors import Kind, MailServerError

log = logging.getLogger(__name__)

_REASONS = {
    Kind.BAD_ADDRESS: Reason.BAD_ADDRESS,
    Kind.TOO_LARGE: Reason.TOO_LARGE,
    Kind.SMTPUTF8_NOT_OFFERED: Reason.INTERNATIONAL,
    Kind.EIGHT_BIT_NOT_OFFERED: Reason.INTERNATIONAL,
}


class NotSendable(Exception):
    """This envelope is set aside: ``reason`` and ``words`` say why."""

    def __init__(self, reason: Reason, words: str = "", *, state: State = State.REFUSED) -> None:
        super().__init__(reason, words)
        self.reason = reason
        self.words = words
        self.state = state


def prepare(one: Try, outlet: Outlet, letters: Letters) -> bytes:
    """Return the bytes of a letter for one recipient. Raises NotSendable."""
    if one.letter.expires_at <= time.time():
        raise NotSendable(Reason.TOO_LATE, state=State.EXPIRED)
    data = _filled(one, letters)
    limit = outlet.server.size_limit
    if limit and len(data) > limit:
        raise NotSendable(Reason.TOO_LARGE, f"{len(data):,} > {limit:,}")
    return data


def _filled(one: Try, letters: Letters) -> bytes:
    try:
        return letters.fill(one.letter, one.claimed.slots)
    except BadSlotValue as error:
        if error.why == "address":
            raise NotSendable(Reason.BAD_ADDRESS) from error
        raise NotSendable(Reason.UNREADABLE, str(error)) from error
    except Exception as error:
        log.exception("Envelope %s cannot be put together.", one.envelope)
        raise NotSendable(Reason.UNREADABLE, f"{type(error).__name__}: {error}") from error


def unspeakable(error: MailServerError) -> NotSendable:
    """Return why an envelope that cannot be said to its server is set aside."""
    return NotSendable(_REASONS.get(error.kind, Reason.UNREADABLE), error.detail)
