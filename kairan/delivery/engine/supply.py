"""Finds what is due and claims it: for each server its share, never more than its limits allow."""

import time
from collections.abc import Callable, Iterable

from kairan.delivery.engine import leaps, pauses, sql
from kairan.delivery.engine.ledger import BATCH, Ledger
from kairan.delivery.engine.letters import Letters
from kairan.delivery.engine.outlet import Outlet, Try
from kairan.delivery.engine.unmailable import cancel_unmailable
from kairan.mailservers.models import OutgoingServer

MINUTE = 60.0
_LOOK_EVERY = 0.2
_AT_ONCE = 20  # servers claimed for in one transaction, so that it stays short
_CANCEL_EVERY = 2.0
# As long as that is worth keeping a connection for a server whose minute is full.
_WORTH_WAITING = 5.0


class Supply:
    """The outlets of this run, and the claims that keep them busy."""

    def __init__(self, ledger: Ledger, letters: Letters) -> None:
        self.outlets: dict[int, Outlet] = {}
        self._ledger = ledger
        self._letters = letters
        self._looked_at = 0.0
        self._cancelled_at = 0.0
        self._rests: dict[int, float] = {}
        self._due: list[sql.Due] = []

    def look(self) -> None:
        """Learn what is due, a few times a second."""
        now = time.time()
        if 0 <= now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        if abs(now - self._cancelled_at) > _CANCEL_EVERY:
            self._cancelled_at = now
            cancel_unmailable()
        self._drop_rested()
        self._due = sql.due()
        due = [each.server for each in self._due if each.at <= now]
        for server in due:
            if server in self.outlets:
                self.outlets[server].has_more = True
        self._meet([server for server in due if server not in self.outlets], now)

    def _drop_rested(self) -> None:
        for server, outlet in list(self.outlets.items()):
            if outlet.is_paused and not outlet.is_busy and not outlet.links:
                self._rests[server] = outlet.paused_until
                del self.outlets[server]

    def _meet(self, servers: list[int], now: float) -> None:
        """Make outlets for servers that have none, but for those that rest."""
        if not servers:
            return
        resting = pauses.of(servers)
        rows = OutgoingServer.objects.select_related("pop_account").in_bulk(servers)
        for server in servers:
            pause = resting.get(server)
            if pause is not None and not pauses.may_probe(pause, now):
                self._rests[server] = pause.until.timestamp()
                continue
            self._rests.pop(server, None)
            if server in rows:
                self.outlets[server] = Outlet(rows[server], is_probing=pause is not None)

    def claim(self) -> None:
        """Claim for every outlet that runs low, in one transaction with what is to be settled."""
        now = time.time()
        self._rest_after_leap(now)
        hungry = [outlet for outlet in self.outlets.values() if outlet.wants_claim(now)]
        del hungry[_AT_ONCE:]  # The others are hungrier than these at the next turn.
        if not hungry:
            return
        claimed: list[tuple[Outlet, list[sql.Claimed]]] = []
        self._ledger.settle(_claims(hungry, now, claimed))
        self._letters.trim()
        self._letters.load(each.letter for _, those in claimed for each in those)
        for outlet, those in claimed:
            outlet.waiting.extend(Try(each, self._letters.get(each.letter)) for each in those)

    def _rest_after_leap(self, now: float) -> None:
        rest = leaps.rest(now)
        if not rest:
            return
        for outlet in self.outlets.values():
            if outlet.server.letters_per_minute:
                outlet.blocked_until = now + rest

    @property
    def is_done(self) -> bool:
        """Whether nothing is under way, and nothing will be in the next seconds."""
        soon = time.time() + _WORTH_WAITING
        return not any(
            outlet.is_busy
            or (outlet.has_more and not outlet.is_paused and outlet.blocked_until < soon)
            for outlet in self.outlets.values()
        )

    def next_due(self) -> float | None:
        """Return when something falls due that is not due now."""
        moments = [max(each.at, self._not_before(each.server)) for each in sql.due()]
        return min(moments, default=None)

    def _not_before(self, server: int) -> float:
        outlet = self.outlets.get(server)
        if outlet is not None:
            return max(outlet.paused_until, outlet.blocked_until)
        return self._rests.get(server, 0.0)

    def leave_to_others(self, outlet: Outlet) -> None:
        """Give back what waits for a server whose connections are all taken by other workers."""
        self.release(outlet.waiting)
        outlet.waiting.clear()
        outlet.has_more = False
        outlet.most_links = outlet.server.connections

    def release(self, tries: Iterable[Try]) -> None:
        """Let claimed envelopes wait again, now."""
        self._ledger.release(tries, at=time.time())


def _claims(
    hungry: list[Outlet], now: float, claimed: list[tuple[Outlet, list[sql.Claimed]]]
) -> Callable[[int], None]:
    def claim(lease: int) -> None:
        for outlet in hungry:
            most = _allowance(outlet, now)
            if most <= 0:
                continue
            those = sql.claim(lease, outlet.server.pk, now=now, most=most)
            outlet.has_more = len(those) == most
            claimed.append((outlet, those))

    return claim


def _allowance(outlet: Outlet, now: float) -> int:
    """Return how many envelopes may be claimed: never more in any minute than the server's limit.

    A letter takes its place from the claim until a minute after its end, so that the server, too,
    never sees one too many, whenever it looks.
    """
    most = 1 if outlet.is_probing else BATCH
    limit = outlet.server.letters_per_minute
    if not limit:
        return most
    passed = sql.passed(outlet.server.pk, now=now, window=MINUTE)
    if passed.number < limit:
        return min(most, limit - passed.number)
    oldest = passed.oldest_at
    outlet.blocked_until = oldest + MINUTE if oldest is not None else now + _LOOK_EVERY
    return 0
