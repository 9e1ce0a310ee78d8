"""Does a run's transactions beside its loop: while the database commits, letters go on leaving."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from django.db import connections

from kairan.delivery.engine.bell import Bell


class _Order(NamedTuple):
    work: Callable[[], Any]
    then: Callable[[Any], None]


class _Done(NamedTuple):
    then: Callable[[Any], None]
    found: Any
    error: BaseException | None


class Clerk:
    """A thread with a database connection of its own, which does one order after the other.

    ``bell`` rings when something has been done; ``hear`` then tells what. The first order is done
    at once by whoever gives it: most runs have no second, and spare the thread and the connection.
    """

    def __init__(self) -> None:
        self.bell = Bell()
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._done: SimpleQueue[_Done] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._has_begun = self._is_over = False

    def order(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Have ``work`` done; ``then`` is called with what it returned."""
        if not self._has_begun:
            self._has_begun = True
            then(work())
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="clerk", daemon=True)
            self._thread.start()
        self._orders.put(_Order(work, then))

    def _serve(self) -> None:
        try:
            while (order := self._orders.get()) is not None:
                if not self._is_over:
                    self._done.put(_result(order))
                    self.bell.ring()
        finally:
            connections.close_all()

    def hear(self) -> None:
        """Tell what came of the orders done since; raise what one has raised."""
        self.bell.hush()
        while True:
            try:
                done = self._done.get_nowait()
            except Empty:
                return
            if done.error is not None:
                raise done.error
            done.then(done.found)

    def end(self) -> None:
        """Wait for the order at hand; what was ordered after it is dropped, and nothing told."""
        self._is_over = True
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join()
        self.bell.close()


def _result(order: _Order) -> _Done:
    try:
        return _Done(order.then, order.work(), None)
    except BaseException as error:  # noqa: BLE001 - it is raised where it is heard
        return _Done(order.then, None, error)


class ClerkHere(Clerk):
    """Does each order at once, in the thread and transaction of whoever gives it."""

    def order(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do ``work`` now, and tell what it returned."""
        then(work())
