"""Keeps what is known: into the journal each turn, into the tables in batches."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Any

from kairan.delivery.engine import sql
from kairan.delivery.engine.clerk import Clerk
from kairan.delivery.engine.leases import Holding
from kairan.delivery.engine.outcomes import Outcome, start_line, withdrawn_line
from kairan.delivery.engine.outlet import Try

BATCH = 500
_SOON = 0.1


class Ledger:
    """The journal of one run, and the outcomes that are not in the tables yet.

    The tables are the clerk's: what is handed over is settled a moment later, beside the loop.
    """

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._holding = Holding()
        self._unsettled: list[Outcome] = []
        self._handed_over: deque[list[Outcome]] = deque()
        self._lines: list[str] = []
        self._open: dict[int, Try] = {}
        self._oldest = 0.0

    def start(self, one: Try, now: float) -> None:
        """A body is about to leave."""
        one.started = now
        self._open[one.envelope] = one
        self._lines.append(start_line(one.envelope, one.number, now))

    def note(self, outcome: Outcome) -> None:
        """A try has ended, or an envelope was set aside."""
        self._unsettled.append(outcome)
        self._open.pop(outcome.envelope, None)
        if outcome.attempt:
            self._lines.append(outcome.line())
        if len(self._unsettled) == 1:
            self._oldest = time.monotonic()

    def never_left(self, one: Try) -> None:
        """What was announced by ``start`` has certainly not been taken."""
        if self._open.pop(one.envelope, None) is not None:
            self._lines.append(withdrawn_line(one.envelope, one.number))

    def turn(self) -> None:
        """Put everything of this turn on record with one write. Bodies may leave afterwards."""
        if self._lines:
            self._holding.write("".join(self._lines))
            self._lines.clear()

    @property
    def wants_settling(self) -> bool:
        """Whether outcomes should go into the tables now: enough of them, or some for a while."""
        if self._handed_over:
            return False  # More come together while the clerk is busy.
        if not self._unsettled:
            return self._holding.is_old
        return len(self._unsettled) >= BATCH or time.monotonic() - self._oldest > _SOON

    def settle(
        self,
        also: Callable[[int], Any] = lambda _lease: None,
        then: Callable[[Any], None] = lambda _found: None,
    ) -> None:
        """Have outcomes put into the tables.

        ``also(lease)`` does more in the same transaction; ``then`` is told what it returned.
        """
        outcomes, self._unsettled = self._unsettled, []
        self._handed_over.append(outcomes)
        self._holding.open_journal()
        self._clerk.order(
            partial(self._holding.settle, outcomes, also), partial(self._settled, then)
        )

    def _settled(self, then: Callable[[Any], None], found: Any) -> None:
        self._handed_over.popleft()
        journal = self._holding.journal
        if journal.is_long:
            # Only after the commit: these lines were all that was known.
            self.turn()
            journal.forget_settled("".join(self._still_counting()))
        then(found)

    def _still_counting(self) -> Iterable[str]:
        """The lines of all that the tables do not know yet."""
        for one in self._open.values():
            yield start_line(one.envelope, one.number, one.started)
        for outcome in chain(*self._handed_over, self._unsettled):
            if outcome.attempt:
                yield outcome.line()

    def release(self, tries: Iterable[Try], *, at: float) -> None:
        """Let claimed envelopes wait again."""
        ids = [one.envelope for one in tries]
        if ids:
            self.settle(lambda lease: sql.release(lease, at=at, only=ids))

    def end(self) -> None:
        """Settle everything, give the rest back, and leave nothing behind."""
        try:
            try:
                self.turn()
            finally:
                self._clerk.end()
            # What the clerk has settled and not told yet is settled twice, which changes nothing.
            self._holding.give_back([*chain(*self._handed_over), *self._unsettled])
        finally:
            self._holding.close()
