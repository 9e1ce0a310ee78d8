"""Opens connections beside the loop: a server that is slow to greet holds up no other."""

import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import NamedTuple

from django.db import connections
from django.utils import timezone

from kairan.delivery.engine.bell import Bell
from kairan.delivery.engine.outlet import Outlet
from kairan.delivery.engine.slots import Slot
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.smtp_pipeline import SmtpPipeline
from kairan.mailservers import sending
from kairan.mailservers.models import OutgoingServer

log = logging.getLogger(__name__)

# A server that does not answer keeps one of these for its timeout, and then rests.
_MOST_THREADS = 64

Result = SmtpPipeline | MailServerError
Order = tuple[Outlet, Slot]


class Opened(NamedTuple):
    """What came of an order: a connection that is logged in, or why there is none."""

    order: Order
    result: Result


class Openers:
    """Opens connections in threads; ``bell`` rings when there is one to take."""

    def __init__(self) -> None:
        self._opened: SimpleQueue[Opened] = SimpleQueue()
        self.bell = Bell()
        self._lock = threading.Lock()
        self._is_over = False
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads = self._idle = self._unserved = 0

    def open(self, order: Order, server: OutgoingServer, *, log_in_again: bool) -> None:
        """Begin to open a connection; ``order`` is handed back with it."""
        self.start(lambda: self._serve(order, server, log_in_again=log_in_again))

    def start(self, work: Callable[[], None]) -> None:
        """Do ``work`` in another thread: an idle one, or a new one as long as there are few."""
        with self._lock:
            self._orders.put(work)
            self._unserved += 1
            if self._unserved <= self._idle or self._threads >= _MOST_THREADS:
                return
            self._threads += 1
        threading.Thread(target=self._work, name="opening", daemon=True).start()

    def _work(self) -> None:
        """Do what is ordered until the end; leave no database connection behind."""
        while True:
            with self._lock:
                self._idle += 1
            work = self._orders.get()
            with self._lock:
                self._idle -= 1
                self._unserved -= 1
            if work is None:
                return
            try:
                work()
            finally:
                connections.close_all()

    def taken(self) -> list[Opened]:
        """Return what has been opened since the last time."""
        self.bell.hush()
        found: list[Opened] = []
        try:
            while True:
                found.append(self._opened.get_nowait())
        except Empty:
            return found

    def close(self) -> None:
        """Stop: what is opened from now on is closed at once."""
        with self._lock:
            self._is_over = True
            self.bell.close()
            for _ in range(self._threads):
                self._orders.put(None)
        self._hang_up_the_rest()

    def _hang_up_the_rest(self) -> None:
        while not self._opened.empty():
            result = self._opened.get().result
            if isinstance(result, SmtpPipeline):
                result.quit()

    def _serve(self, order: Order, server: OutgoingServer, *, log_in_again: bool) -> None:
        result = _connection(server, log_in_again=log_in_again)
        with self._lock:
            self._opened.put(Opened(order, result))
            if not self._is_over:
                self.bell.ring()
                return
        self._hang_up_the_rest()


class OpenersHere(Openers):
    """Opens each connection at once, in the thread and transaction of whoever asks."""

    def start(self, work: Callable[[], None]) -> None:
        """Do ``work`` now."""
        work()


def _connection(server: OutgoingServer, *, log_in_again: bool) -> Result:
    try:
        if log_in_again:
            sending.login_again(server, refused_at=timezone.now())
        return sending.open_pipeline(server)
    except MailServerError as error:
        return error
    except Exception as error:
        log.exception("A connection to %s could not be opened.", server)
        return MailServerError(Kind.PROTOCOL, temporary=True, detail=f"{type(error).__name__}")
