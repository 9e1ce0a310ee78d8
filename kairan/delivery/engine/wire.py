"""The connections of a run: opened beside it, polled together, closed when they are used up."""

import select
import time
from collections.abc import Callable

from kairan.delivery.engine import slots
from kairan.delivery.engine.clerk import Clerk
from kairan.delivery.engine.opening import Opened, Openers
from kairan.delivery.engine.outlet import Link, Outlet
from kairan.delivery.engine.troubles import Troubles
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.smtp_pipeline import Event

Hear = Callable[[Link, list[Event]], None]

_CHECK_EVERY = 0.5
_READ = select.POLLIN | select.POLLPRI


class Wire:
    """All connections of this run. ``hear`` is told the events of each."""

    def __init__(
        self,
        openers: Openers,
        troubles: Troubles,
        hear: Hear,
        *,
        clerk: Clerk,
        dot_patience: float,
    ) -> None:
        self._openers = openers
        self._troubles = troubles
        self._hear = hear
        self._dot_patience = dot_patience
        self._poll = select.poll()
        self._bells = {openers.bell.fileno(): self._take_opened, clerk.bell.fileno(): clerk.hear}
        for number in self._bells:
            self._poll.register(number, _READ)
        self._links: dict[int, Link] = {}
        self._writing: set[int] = set()
        self._checked_at = 0.0

    @property
    def links(self) -> list[Link]:
        """The connections there are."""
        return list(self._links.values())

    def open_for(self, outlet: Outlet) -> None:
        """Begin to open what the outlet wants and has a place for."""
        if outlet.log_in_again:
            if not outlet.opening and not outlet.under_way:
                self._order(outlet, log_in_again=True)
            return
        if outlet.wants_link:  # One each turn: workers that begin together share evenly.
            self._order(outlet, log_in_again=False)

    def _order(self, outlet: Outlet, *, log_in_again: bool) -> None:
        slot = slots.take(outlet.server.pk, outlet.server.connections)
        if slot is None:
            outlet.is_crowded_out()
            return
        outlet.opening += 1
        outlet.log_in_again = False
        self._openers.open((outlet, slot), outlet.server, log_in_again=log_in_again)

    def wait(self, patience: float) -> None:
        """Wait for news for at most ``patience`` seconds, and hear it."""
        for number, _event in self._poll.poll(max(0.0, patience) * 1000):
            link = self._links.get(number)
            if link is not None:
                self._serve(link)
            elif number in self._bells:
                self._bells[number]()
        self._check()

    def _serve(self, link: Link) -> None:
        if link.pipeline.wants_write:
            link.pipeline.flush()
            self.watch(link)
        self._tell(link, link.pipeline.receive())

    def _tell(self, link: Link, events: list[Event]) -> None:
        if link.pipeline.closed:
            self._forget(link)
        if events:
            self._hear(link, events)

    def _take_opened(self) -> None:
        for opened in self._openers.taken():
            self._take(opened)

    def _take(self, opened: Opened) -> None:
        outlet, slot = opened.order
        outlet.opening -= 1
        if isinstance(opened.result, MailServerError):
            slot.give_back()
            self._troubles.not_opened(outlet, opened.result)
        elif outlet.is_paused:
            opened.result.quit()
            slot.give_back()
        else:
            link = Link(outlet, opened.result, slot)
            outlet.links.append(link)
            self._links[link.pipeline.fileno()] = link
            self._poll.register(link.pipeline.fileno(), _READ)

    def watch(self, link: Link) -> None:
        """Poll for writability as long as the connection has something left to write."""
        number = link.pipeline.fileno()
        wants = link.pipeline.wants_write
        if wants == (number in self._writing) or number not in self._links:
            return
        self._poll.modify(number, _READ | select.POLLOUT if wants else _READ)
        (self._writing.add if wants else self._writing.discard)(number)

    def _check(self) -> None:
        """Give up silent servers; end connections that are used up or idle."""
        now = time.monotonic()
        if now - self._checked_at < _CHECK_EVERY:
            return
        self._checked_at = now
        for link in self.links:
            error = link.overdue(now, self._dot_patience)
            if error is not None:
                self._tell(link, link.pipeline.abandon(error))
            elif link.is_idle_for_long(now):
                self.quit(link)

    def quit_if_used_up(self, link: Link) -> None:
        """End a connection that may take no more letters."""
        if link.is_used_up and not link.pipeline.closed:
            self.quit(link)

    def quit(self, link: Link) -> None:
        """End a connection without letters."""
        self._forget(link)
        link.pipeline.quit()

    def _forget(self, link: Link) -> None:
        number = link.pipeline.fileno()
        if self._links.pop(number, None) is not None:
            self._poll.unregister(number)
            self._writing.discard(number)
            link.outlet.links.remove(link)
            link.slot.give_back()

    def end(self) -> None:
        """End every connection; what is under way is given up."""
        gone = MailServerError(Kind.CLOSED, detail="Kairan was stopped")
        for link in self.links:
            if link.tries:
                self._tell(link, link.pipeline.abandon(gone))
            else:
                self.quit(link)
        self._openers.close()
