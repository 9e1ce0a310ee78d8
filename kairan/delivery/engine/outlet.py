"""One outgoing server as the engine sees it: what waits for it, its connections, its troubles."""

import math
import time
from collections import deque

from kairan.delivery.engine.letters import Known
from kairan.delivery.engine.slots import Slot
from kairan.delivery.engine.sql import Claimed
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.smtp_pipeline import SmtpPipeline
from kairan.mailservers.models import OutgoingServer

# How much longer than for any other answer one waits for the one to the final dot: giving up
# there leaves a letter in doubt (RFC 5321 §4.5.3.2.6 asks for ten minutes).
DOT_PATIENCE = 10.0
_IDLE = 5.0
# So many envelopes wait at hand while the next are being claimed.
AT_HAND = 250
# So many must wait for each connection there is before another is worth opening.
_WORTH_ANOTHER = 5
_CROWDED = 1.0


class Try:
    """One try of one envelope."""

    __slots__ = (
        *("came_back", "claimed", "data", "denied", "envelope", "letter", "number", "started"),
    )

    def __init__(self, claimed: Claimed, letter: Known) -> None:
        self.claimed = claimed
        self.envelope = claimed.envelope
        self.number = claimed.tries + 1  # which try of the envelope this is, from 1
        self.letter = letter
        self.data = b""
        self.started = 0.0  # when its body was about to leave; 0 before
        self.came_back = False
        self.denied = False


class Link:
    """One connection and the tries under way on it."""

    __slots__ = (
        *("accepted", "begun", "is_retired", "login", "most", "outlet", "pipeline", "slot"),
        "tries",
    )

    def __init__(self, outlet: "Outlet", pipeline: SmtpPipeline, slot: Slot) -> None:
        self.outlet = outlet
        self.pipeline = pipeline
        self.slot = slot
        self.login = outlet.login
        self.tries: set[Try] = set()
        self.begun = 0
        self.most = outlet.server.letters_per_connection or math.inf
        self.accepted = 0
        self.is_retired = False

    @property
    def takes_more(self) -> bool:
        """Whether another letter may be begun here."""
        return not self.is_retired and self.begun < self.most and self.pipeline.room

    @property
    def is_used_up(self) -> bool:
        """Whether this connection has nothing left to do."""
        return not self.tries and (self.is_retired or self.begun >= self.most)

    def overdue(self, now: float, dot_patience: float) -> MailServerError | None:
        """Return the error of a server that has been silent too long (``now`` is monotonic)."""
        quiet = now - self.pipeline.quiet_since
        if not self.tries:
            return None
        patience = self.outlet.server.timeout * 1.0
        if any(each.started for each in self.tries):
            patience *= dot_patience
        return MailServerError(Kind.TIMEOUT, command="letter") if quiet > patience else None

    def is_idle_for_long(self, now: float) -> bool:
        """Whether nothing has happened here for seconds (``now`` is monotonic)."""
        return not self.tries and now - self.pipeline.quiet_since > _IDLE


class Outlet:
    """What waits for one server, its connections, and how it fares."""

    def __init__(self, server: OutgoingServer, *, is_probing: bool) -> None:
        self.server = server
        self.waiting: deque[Try] = deque()
        self.links: list[Link] = []
        self.opening = 0
        self.most_links: int = server.connections
        self.has_place = True  # at the server, or so it seemed the last time
        self.crowded_until = 0.0  # no other connection before (monotonic): workers share them
        self.turn: Slot | None = None  # in the queue for a place
        self.queued_at = 0.0
        self.has_more = True
        self.is_claiming = False
        self.is_probing = is_probing
        self.was_paused = is_probing
        self.paused_until = 0.0
        self.blocked_until = 0.0
        self.login = 0
        self.logged_in_at = 0.0
        self.log_in_again = False
        self.lost_links = 0
        self.accepted = 0  # since the last login or the end of the last trouble

    @property
    def is_paused(self) -> bool:
        """Whether nothing more is begun."""
        return bool(self.paused_until)

    @property
    def under_way(self) -> int:
        """How many tries are on the wire."""
        return sum(len(link.tries) for link in self.links)

    @property
    def wants_link(self) -> bool:
        """Whether another connection is worth opening: one to prove the server, then the rest."""
        if self.is_paused or not self.waiting or self.log_in_again:
            return False
        going = len(self.links) + self.opening
        if going >= self.most_links or time.monotonic() < self.crowded_until:
            return False
        if self.is_probing or not self.accepted:
            return going == 0
        return len(self.waiting) > going * _WORTH_ANOTHER

    @property
    def is_busy(self) -> bool:
        """Whether there is anything to do or to wait for."""
        coming = self.opening or self.is_claiming or self.turn is not None
        return bool(coming or self.waiting or self.under_way)

    def is_crowded_out(self) -> None:
        """Other workers have the other connections that this server takes."""
        self.crowded_until = time.monotonic() + _CROWDED
        self.has_place = bool(self.links or self.opening)

    def make_room(self) -> None:
        """Let another worker have half of the connections."""
        self.crowded_until = time.monotonic() + _CROWDED
        for link in self.links[len(self.links) // 2 :]:
            link.is_retired = True

    def wants_claim(self, now: float) -> bool:
        """Whether more envelopes should be claimed (``now`` in seconds since the epoch)."""
        if self.is_paused or self.is_claiming or not (self.has_more and self.has_place):
            return False
        if now < self.blocked_until:
            return False
        if self.is_probing:
            return not self.waiting and not self.under_way
        return len(self.waiting) < AT_HAND

    def retire_links(self) -> None:
        """Let every connection end as soon as its letters are through."""
        for link in self.links:
            link.is_retired = True

    def must_log_in_again(self) -> None:
        """Relaying was refused: one new POP3 login before anything else is begun."""
        self.login += 1
        self.logged_in_at = time.time()
        self.accepted = 0
        self.log_in_again = True
        self.retire_links()
