"""Runs every round in a thread of its own until told to stop."""

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connections
from django.utils import timezone

from kairan.clock import heartbeat, wakeup
from kairan.clock.models import Heartbeat
from kairan.clock.rounds import Round, rounds

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
PATIENCE_AT_THE_END = 8.0

_stopping = threading.Event()


def stopping() -> bool:
    """Whether the worker here is about to end: a long round then ends at the next good moment."""
    return _stopping.is_set()


def run(stop: threading.Event) -> None:
    """Run all rounds until ``stop`` is set; then let what is under way end, at most 8 seconds."""
    _stopping.clear()
    going = {each.name: _Going(each) for each in rounds()}
    listener = threading.Thread(target=_listen, args=[going], name="clock-bell", daemon=True)
    for each in going.values():
        each.start()
    listener.start()
    try:
        _keep_beating(stop, going)
    finally:
        _end(going, listener)
        if not any(each.is_alive() for each in (*going.values(), listener)):
            _stopping.clear()
        connections.close_all()


class _Going(threading.Thread):
    """One round, going."""

    def __init__(self, each: Round) -> None:
        super().__init__(name=f"round-{each.name}", daemon=True)
        self.round = each
        self.woken = threading.Event()
        self.report: dict[str, Any] = {}
        self._failures = 0

    def run(self) -> None:
        """Go round until the worker stops."""
        while not _stopping.is_set():
            self.woken.clear()
            self.woken.wait(self._once())
        connections.close_all()

    def _once(self) -> float:
        """Run the round; return how many seconds to wait unless woken."""
        begun, now = time.monotonic(), timezone.now()
        error = ""
        due: datetime | None = None
        try:
            due = self.round.run(now)
            self._failures = 0
        except Exception as caught:
            log.exception("The round %s failed; it goes on.", self.round.name)
            error = f"{type(caught).__name__}: {caught}"
            self._failures += 1
            connections.close_all()
        self.report = {
            "ran_at": now.isoformat(),
            "took": round(time.monotonic() - begun, 3),
            "error": error,
        }
        return self._pause() if error else self._wait_for(due)

    def _wait_for(self, due: datetime | None) -> float:
        every = self.round.every
        left = every if due is None else min(every, due - timezone.now())
        return max(left, timedelta()).total_seconds()

    def _pause(self) -> float:
        pause: float = FIRST_PAUSE * 2 ** min(self._failures - 1, 10)
        return min(pause, LONGEST_PAUSE)


def _listen(going: dict[str, _Going]) -> None:
    failures = 0
    while not _stopping.is_set():
        try:
            _listen_once(going)
            failures = 0
        except (OSError, Error):
            log.exception("The worker cannot be woken at once; it looks every two seconds.")
            failures += 1
            _stopping.wait(min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE))


def _listen_once(going: dict[str, _Going]) -> None:
    bell = wakeup.bell()
    try:
        for each in going.values():
            each.woken.set()  # What rang while nobody listened.
        while not _stopping.is_set():
            for name in bell.names(patience=0.5):
                if name in going:
                    going[name].woken.set()
    finally:
        bell.close()


def _keep_beating(stop: threading.Event, going: dict[str, _Going]) -> None:
    heart: Heartbeat | None = None
    while not stop.is_set():
        try:
            heart = heart or heartbeat.begin(timezone.now())
            reports = {name: each.report for name, each in going.items()}
            heartbeat.beat(heart, timezone.now(), reports)
        except Error:
            log.exception("The heartbeat could not be written.")
            connections.close_all()
        stop.wait(heartbeat.EVERY.total_seconds())
    _stopping.set()
    if heart is not None:
        heartbeat.end(heart, timezone.now())


def _end(going: dict[str, _Going], listener: threading.Thread) -> None:
    _stopping.set()
    deadline = time.monotonic() + PATIENCE_AT_THE_END
    for each in going.values():
        each.woken.set()
    for thread in [*going.values(), listener]:
        thread.join(max(0.0, deadline - time.monotonic()))
