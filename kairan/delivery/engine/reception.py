"""Turns what happens on the wire into outcomes."""

import random
from math import ceil
from time import time

from kairan.delivery import schedule
from kairan.delivery.engine.ledger import Ledger
from kairan.delivery.engine.outcomes import Outcome, uncertain
from kairan.delivery.engine.outlet import Link, Try
from kairan.delivery.engine.troubles import Troubles
from kairan.delivery.models import Attempt, Reason, State
from kairan.delivery.verdict import Fate, fate_of
from kairan.mail.smtp_pipeline import Event, News

_GOODBYE = 421
# Bound once: looking a member up in its Enum takes longer than anything else done here per letter.
_NEWS_ACCEPTED = News.ACCEPTED
_ACCEPTED = State.ACCEPTED.value, Attempt.Outcome.ACCEPTED.value
_REFUSED = State.REFUSED.value, Attempt.Outcome.REFUSED.value
_DEFERRED = Attempt.Outcome.DEFERRED.value


class Reception:
    """Hears the end of each try."""

    def __init__(self, ledger: Ledger, troubles: Troubles) -> None:
        self._ledger = ledger
        self._troubles = troubles

    def ended(self, link: Link, event: Event, *, is_first: bool) -> None:
        """A try has ended with ``event``, the first of those that were under way or not."""
        one = event.letter
        assert isinstance(one, Try)  # noqa: S101 - the name it was begun under
        link.tries.discard(one)
        if event.news is _NEWS_ACCEPTED:
            self._accepted(link, one, event)
            return
        is_suspect = is_first and not link.accepted
        fate = fate_of(event, is_suspect=is_suspect, came_back_before=one.came_back)
        if fate is Fate.OURS:
            fate = self._troubles.refused(link, one, event)
        elif event.reply is not None and event.reply.code != _GOODBYE:
            self._troubles.works(link.outlet)
        self._conclude(link, one, fate, event)

    def _accepted(self, link: Link, one: Try, event: Event) -> None:
        """The way of nearly every letter, kept short."""
        self._troubles.works(link.outlet)
        link.accepted += 1
        link.outlet.accepted += 1
        self._ledger.note(_outcome(one, *_ACCEPTED, event))

    def _conclude(self, link: Link, one: Try, fate: Fate, event: Event) -> None:
        if fate is Fate.REFUSED:
            self._ledger.note(_outcome(one, *_REFUSED, event))
        elif fate is Fate.PUT_OFF:
            self._ledger.note(put_off(one, event))
        elif fate is Fate.IN_DOUBT:
            self._ledger.note(in_doubt(one)._replace(words=str(event.error or "")))
        else:
            self._again(link, one)

    def _again(self, link: Link, one: Try) -> None:
        self._ledger.never_left(one)
        one.came_back = True
        one.started = 0.0
        outlet = link.outlet
        if not outlet.is_paused:
            outlet.waiting.appendleft(one)
        else:
            self._ledger.release([one], at=time())


def _outcome(
    one: Try, state: str, attempt: str, event: Event, next_try_at: float | None = None
) -> Outcome:
    # In thousandths, never early: many share one moment, which is written down once for all.
    now = ceil(time() * 1000) / 1000
    code, words = event.reply or (None, str(event.error or ""))
    started = one.started or now
    return Outcome(
        one.envelope, one.number, started, now, state, attempt, code, words, "", next_try_at
    )


def put_off(one: Try, event: Event) -> Outcome:
    """Return the outcome of a try that will be repeated, or whose time is over."""
    next_try_at = schedule.next_try(
        one.number,
        now=time(),
        expires_at=one.letter.expires_at,
        chance=random.random(),  # noqa: S311
    )
    state = State.EXPIRED if next_try_at is None else State.DEFERRED
    outcome = _outcome(one, state.value, _DEFERRED, event, next_try_at)
    return outcome._replace(reason=Reason.TOO_LATE.value) if next_try_at is None else outcome


def in_doubt(one: Try) -> Outcome:
    """Return the outcome of a try of which nobody knows whether the server took the letter."""
    now = time()
    resends = one.letter.resends and not one.claimed.was_resent
    return uncertain(
        one.envelope,
        one.number,
        started=one.started,
        now=now,
        resend_at=now + schedule.RESEND_AFTER if resends else None,
        reason=Reason.LOST_TOUCH,
    )


def set_aside(
    one: Try, reason: Reason, words: str = "", *, state: State = State.REFUSED
) -> Outcome:
    """Return the outcome of an envelope that is not even tried."""
    now = time()
    return Outcome(
        *(one.envelope, one.claimed.tries, now, now, state.value, ""),
        *(None, words, reason.value),
    )
