"""When a server refuses us rather than a letter: log in once more, or let it rest."""

import time

from kairan.delivery.engine import pauses
from kairan.delivery.engine.ledger import Ledger
from kairan.delivery.engine.outlet import Link, Outlet, Try
from kairan.delivery.verdict import Fate
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.smtp_pipeline import Event
from kairan.mail.smtp_verdict import refusal

_LOGIN_KINDS = frozenset({Kind.RELAY_DENIED, Kind.AUTH_REQUIRED})
_LOGIN_STAYS_FRESH = 30.0
# A letter that failed the proof lets others try the next one.
_BEHIND_OTHERS = 60.0
# Once it may have been one letter's fault.
_TOO_OFTEN = 2


class Troubles:
    """Decides what a server's refusal of us means."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def refused(self, link: Link, one: Try, event: Event) -> Fate:
        """Return AGAIN when the letter waits for better days, PUT_OFF or REFUSED otherwise."""
        outlet = link.outlet
        error = _error(event)
        if outlet.is_paused or link.login < outlet.login:
            return Fate.AGAIN  # An echo of what is being dealt with.
        if error.kind in _LOGIN_KINDS and _may_log_in(outlet, one):
            one.denied = True
            outlet.must_log_in_again()
            return Fate.AGAIN
        if outlet.accepted:
            # It takes others: this letter alone is meant (a foreign recipient, its sender).
            lasting = error.kind is Kind.SENDER_REFUSED and not error.temporary
            return Fate.REFUSED if lasting else Fate.PUT_OFF
        self.pause(outlet, error, culprit=one)
        return Fate.AGAIN

    def pause(self, outlet: Outlet, error: MailServerError, *, culprit: Try | None = None) -> None:
        """Let the server rest; whatever waits for it waits unburnt."""
        if outlet.is_paused:
            return
        outlet.paused_until = pauses.begin(outlet.server.pk, error)
        outlet.is_probing = outlet.was_paused = False
        outlet.log_in_again = False
        outlet.retire_links()
        now = time.time()
        self._ledger.release([one for one in outlet.waiting if one is not culprit], at=now)
        outlet.waiting.clear()
        if culprit is not None:
            self._ledger.release([culprit], at=outlet.paused_until + _BEHIND_OTHERS)

    def works(self, outlet: Outlet) -> None:
        """The server has answered about a letter: it is not in trouble."""
        if outlet.was_paused:
            pauses.end(outlet.server.pk)
        outlet.is_probing = outlet.was_paused = False

    def not_opened(self, outlet: Outlet, error: MailServerError) -> None:
        """A connection could not be opened."""
        if outlet.links:
            outlet.most_links = len(outlet.links)  # It takes fewer than we are allowed.
        else:
            self.pause(outlet, error)

    def lost(self, link: Link, error: MailServerError) -> None:
        """A connection has ended, not by us."""
        outlet = link.outlet
        if link.accepted:
            return
        outlet.lost_links += 1
        if outlet.lost_links >= _TOO_OFTEN and not outlet.accepted and not outlet.links:
            self.pause(outlet, error)


def _may_log_in(outlet: Outlet, one: Try) -> bool:
    return (
        outlet.server.needs_pop_login
        and not one.denied
        and time.time() - outlet.logged_in_at > _LOGIN_STAYS_FRESH
    )


def _error(event: Event) -> MailServerError:
    found = refusal(event.stage, event.reply) if event.stage is not None and event.reply else None
    return found or MailServerError(Kind.PROTOCOL)
