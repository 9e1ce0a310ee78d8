"""Keeps what is known: into the journal each turn, into the tables in batches."""

import time
from collections.abc import Callable, Iterable

from django.db import transaction

from kairan.delivery.engine import sql
from kairan.delivery.engine.leases import Holding
from kairan.delivery.engine.outcomes import Outcome, start_line, withdrawn_line
from kairan.delivery.engine.outlet import Try

BATCH = 250
_SOON = 0.1


class Ledger:
    """The journal of one run, and the outcomes that are not in the tables yet."""

    def __init__(self) -> None:
        self._holding = Holding()
        self._unsettled: list[Outcome] = []
        self._lines: list[str] = []
        self._open: dict[int, str] = {}
        self._oldest = 0.0

    def start(self, one: Try, now: float) -> None:
        """A body is about to leave."""
        one.started = now
        line = start_line(one.claimed.envelope, one.number, now)
        self._open[one.claimed.envelope] = line
        self._lines.append(line)

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
        if one.started and self._open.pop(one.claimed.envelope, ""):
            self._lines.append(withdrawn_line(one.claimed.envelope, one.number))

    def turn(self) -> None:
        """Put everything of this turn on record with one write. Bodies may leave afterwards."""
        if self._lines:
            self._holding.write("".join(self._lines))
            self._lines.clear()

    def wants_settling(self, *, is_quiet: bool) -> bool:
        """Whether outcomes should go into the tables now: enough of them, or nothing else to do."""
        if not self._unsettled:
            return self._holding.is_old
        return is_quiet or len(self._unsettled) >= BATCH or time.monotonic() - self._oldest > _SOON

    def settle(self, then: Callable[[int], None] | None = None) -> None:
        """Put outcomes into the tables; ``then(lease)`` does more in the same transaction."""
        journal = self._holding.journal
        with transaction.atomic():
            lease = self._holding.ensure()
            sql.settle(lease, self._unsettled)
            if then is not None:
                then(lease)
            if journal.forgets_with_the_rows:
                journal.forget_settled("".join(self._open.values()))
        self._unsettled = []
        if not journal.forgets_with_the_rows:
            # Only after the commit: these lines were all that was known.
            self.turn()
            journal.forget_settled("".join(self._open.values()))

    def release(self, tries: Iterable[Try], *, at: float) -> None:
        """Let claimed envelopes wait again."""
        ids = [one.claimed.envelope for one in tries]
        if ids:
            self.settle(lambda lease: _release(lease, ids, at))

    def end(self) -> None:
        """Settle everything, give the rest back, and leave nothing behind."""
        try:
            self.turn()
            self._holding.give_back(self._unsettled)
        finally:
            self._holding.close()


def _release(lease: int, ids: list[int], at: float) -> None:
    sql.release(lease, at=at, only=ids)
