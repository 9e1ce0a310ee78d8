"""One run of the engine: from what is due to the last reply.

Each turn: hear what has come, put the outcomes and the starts of the next bodies on record with
one write, send these bodies. No transaction is open while anything is waited for.
"""

import logging
import math
import time
from collections.abc import Callable

from kairan.delivery.engine import leases
from kairan.delivery.engine.clerk import Clerk
from kairan.delivery.engine.ledger import Ledger
from kairan.delivery.engine.letters import Letters
from kairan.delivery.engine.opening import Openers
from kairan.delivery.engine.outlet import DOT_PATIENCE, Link, Outlet, Try
from kairan.delivery.engine.preparing import NotSendable, prepare, unspeakable
from kairan.delivery.engine.reception import Reception, set_aside
from kairan.delivery.engine.supply import Supply
from kairan.delivery.engine.troubles import Troubles
from kairan.delivery.engine.wire import Wire
from kairan.mail.errors import MailServerError
from kairan.mail.smtp_pipeline import Event, News

log = logging.getLogger(__name__)

_READY, _CLOSED = News.READY, News.CLOSED  # bound once: an Enum is slow to ask
_TURN = 0.05
_PATIENCE_AT_THE_END = 5.0


def deliver(
    *,
    stopping: Callable[[], bool] = lambda: False,
    openers: Openers | None = None,
    clerk: Clerk | None = None,
    dot_patience: float = DOT_PATIENCE,
) -> float | None:
    """Deliver everything that is due; return when something falls due next (epoch seconds).

    ``stopping`` is asked whether to come to an end: what is under way is waited for, a few
    seconds, the rest is given back.
    """
    leases.recover()
    run = _Run(openers or Openers(), clerk or Clerk(), dot_patience)
    try:
        run.go(stopping)
    finally:
        run.end()
    return run.supply.next_due()


class _Run:
    """The state of one run."""

    def __init__(self, openers: Openers, clerk: Clerk, dot_patience: float) -> None:
        self._ledger = Ledger(clerk)
        self._letters = Letters()
        self.supply = Supply(self._ledger, self._letters)
        self._troubles = Troubles(self._ledger)
        self._reception = Reception(self._ledger, self._troubles)
        self._wire = Wire(
            openers, self._troubles, self._hear, clerk=clerk, dot_patience=dot_patience
        )
        self._ready: list[tuple[Link, Try]] = []
        self._free: set[Link] = set()

    def go(self, stopping: Callable[[], bool]) -> None:
        """Turn until nothing is left to do now."""
        deadline = None
        while True:
            if deadline is None and stopping():
                deadline = time.monotonic() + _PATIENCE_AT_THE_END
                self.supply.end()
            if deadline is None:
                self._supply()
            if self._is_over(deadline):
                return
            self._wire.wait(_TURN)
            self._turn()

    def _supply(self) -> None:
        self.supply.look()
        self.supply.claim()
        for outlet in list(self.supply.outlets.values()):
            if outlet.waiting or outlet.log_in_again:
                self._feed(outlet)

    def _feed(self, outlet: Outlet) -> None:
        self._wire.open_for(outlet)
        if not outlet.has_place:
            self.supply.leave_to_others(outlet)
        for link in list(outlet.links):
            if not link.tries:
                self._begin_next(link)

    def _is_over(self, deadline: float | None) -> bool:
        if deadline is None:
            return self.supply.is_done
        under_way = any(link.tries for link in self._wire.links)
        return not under_way or time.monotonic() > deadline

    def _hear(self, link: Link, events: list[Event]) -> None:
        lost_by = events[-1].error
        lost = 0
        for event in events:
            news = event.news
            if news is _READY:
                assert isinstance(event.letter, Try)  # noqa: S101 - the name it was begun under
                self._ready.append((link, event.letter))
            elif news is _CLOSED:
                if event.error is not None:
                    self._troubles.lost(link, event.error)
            else:
                heard = event if event.reply else event._replace(error=lost_by)
                self._reception.ended(link, heard, is_first=not lost)
                lost += event.reply is None
        if not link.pipeline.closed:
            self._free.add(link)

    def _turn(self) -> None:
        now = math.floor(time.time() * 1000) / 1000
        ready = [(link, one) for link, one in self._ready if not link.pipeline.closed]
        self._ready.clear()
        for _, one in ready:
            self._ledger.start(one, now)
        self._ledger.turn()
        for link, one in ready:
            self._send(link, one)
        for link in self._free:
            self._go_on(link)
        self._free.clear()
        if self._ledger.wants_settling:
            self._ledger.settle()

    def _send(self, link: Link, one: Try) -> None:
        """Send a body, and with it the commands of the next letter."""
        self._begin_next(link)
        data, one.data = one.data, b""
        link.pipeline.send_body(data)

    def _go_on(self, link: Link) -> None:
        if link.pipeline.is_free:
            self._begin_next(link)
        self._wire.watch(link)
        if not link.tries:
            self._wire.quit_if_used_up(link)

    def _begin_next(self, link: Link) -> None:
        waiting = link.outlet.waiting
        while waiting and link.takes_more:
            one = waiting.popleft()
            try:
                one.data = prepare(one, link.outlet, self._letters)
                _begin(link, one)
            except NotSendable as why:
                self._ledger.note(set_aside(one, why.reason, why.words, state=why.state))
            else:
                link.tries.add(one)
                link.begun += 1
                return

    def end(self) -> None:
        """Close everything, settle what is known, and give the rest back."""
        try:
            self.supply.close()
            self._wire.end()
        finally:
            self._ledger.end()


def _begin(link: Link, one: Try) -> None:
    try:
        link.pipeline.begin(
            one,
            one.letter.sender,
            one.claimed.recipient,
            size=len(one.data),
            eight_bit=not one.data.isascii(),
        )
    except MailServerError as error:
        raise unspeakable(error) from error
