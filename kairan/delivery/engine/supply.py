"""Finds what is due and claims it: for each server its share, never more than its limits allow."""

import time
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from kairan.delivery.engine import leaps, pauses, sql
from kairan.delivery.engine.ledger import BATCH, Ledger
from kairan.delivery.engine.letters import Letters
from kairan.delivery.engine.outlet import Outlet, Try
from kairan.delivery.engine.sharing import leave_queue, share
from kairan.delivery.engine.unmailable import cancel_unmailable
from kairan.mailservers.models import OutgoingServer

MINUTE = 60.0
_LOOK_EVERY = 0.2
_AT_ONCE = 20  # servers claimed for in one transaction, so that it stays short
_CANCEL_EVERY = 2.0
# As long as that is worth keeping a connection for a server whose minute is full.
_WORTH_WAITING = 5.0


class Claim(NamedTuple):
    """What was claimed for an outlet, whether more may wait, and until when none may be had."""

    outlet: Outlet
    those: list[sql.Claimed]
    has_more: bool
    blocked_until: float


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
        self._is_over = False

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
        for outlet in self.outlets.values():
            share(outlet)

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
        for outlet in hungry:
            outlet.is_claiming = True
        self._ledger.settle(partial(_claim, hungry, now), self._take)

    def _take(self, claims: list[Claim]) -> None:
        """The clerk has claimed: these are ours to try."""
        self._letters.trim()
        self._letters.load(each.letter for claim in claims for each in claim.those)
        for outlet, those, has_more, blocked_until in claims:
            outlet.is_claiming = False
            outlet.has_more = has_more
            outlet.blocked_until = max(outlet.blocked_until, blocked_until)
            tries = [Try(each, self._letters.get(each.letter)) for each in those]
            if outlet.is_paused or self._is_over:
                self.release(tries)
            else:
                outlet.waiting.extend(tries)

    def end(self) -> None:
        """Give back what has not begun; what is still being claimed will be, too."""
        self._is_over = True
        for outlet in self.outlets.values():
            self.release(outlet.waiting)
            outlet.waiting.clear()

    def _rest_after_leap(self, now: float) -> None:
        rest = leaps.rest(now)
        if not rest:
            return
        for outlet in self.outlets.values():
            if outlet.server.letters_per_minute:
                outlet.blocked_until = now + rest

    def close(self) -> None:
        """Wait for nothing any more."""
        for outlet in self.outlets.values():
            leave_queue(outlet)

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

    def release(self, tries: Iterable[Try]) -> None:
        """Let claimed envelopes wait again, now."""
        self._ledger.release(tries, at=time.time())


def _claim(hungry: list[Outlet], now: float, lease: int) -> list[Claim]:
    """Claim for each outlet what it may have; belongs in a transaction."""
    claims = []
    for outlet in hungry:
        most, blocked_until = _allowance(outlet, now)
        those = sql.claim(lease, outlet.server.pk, now=now, most=most) if most else []
        claims.append(Claim(outlet, those, len(those) == most, blocked_until))
    return claims


class Allowance(NamedTuple):
    """How many envelopes may be claimed, and the moment before which no other may."""

    most: int
    blocked_until: float = 0.0


def _allowance(outlet: Outlet, now: float) -> Allowance:
    """Return what may be claimed: never more in any minute than the server's limit.

    A letter takes its place from the claim until a minute after its end, so that the server, too,
    never sees one too many, whenever it looks.
    """
    most = 1 if outlet.is_probing else BATCH
    limit = outlet.server.letters_per_minute
    if not limit:
        return Allowance(most)
    passed = sql.passed(outlet.server.pk, now=now, window=MINUTE)
    if passed.number < limit:
        return Allowance(min(most, limit - passed.number))
    oldest = passed.oldest_at
    return Allowance(0, oldest + MINUTE if oldest is not None else now + _LOOK_EVERY)
