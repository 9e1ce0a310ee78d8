"""What mails that have just come in say, held in memory until the index asks for it.

The index then need not read and parse them once more. It is a shortcut and no more: what is not
here (there was no room, another process stored it, this one was killed) is read from what is kept.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection

from kairan.webmail.searching.texts import Telling

MOST_CHARACTERS = 8 * 1024 * 1024
"""Of texts that are held; what comes while there is no room is read again."""

HELD_FOR = 120.0
"""Seconds after which what nobody asked for makes room."""

_QUIET, _LONGEST_WAIT, _LOOK_EVERY = 0.3, 3.0, 0.05


class Fresh:
    """Texts by the number that the bytes of their mails are kept under."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[int, Telling] = {}
        self._came: deque[tuple[float, int]] = deque()
        self._characters = 0
        self._last = float("-inf")

    def hand_over(self, tellings: Collection[tuple[int, Telling]]) -> None:
        """Hold what mails say whose bytes are kept under these numbers, as far as there is room."""
        now = self._clock()
        with self._lock:
            self._make_room(now - HELD_FOR)
            self._last = now
            for number, telling in tellings:
                self._taken(number)
                if self._characters + telling.length > MOST_CHARACTERS:
                    return
                self._characters += telling.length
                self._held[number] = telling
                self._came.append((now, number))

    def take(self, number: int) -> Telling | None:
        """Return what the mail under ``number`` says, once; None where it is to be read."""
        with self._lock:
            return self._taken(number)

    def wait_for_a_pause(self, *, enough: int, stopping: Callable[[], bool]) -> None:
        """Wait while mail keeps coming in, until there is ``enough``, three seconds at most.

        One large block costs less than many small ones that are merged.
        """
        give_up_at = self._clock() + _LONGEST_WAIT
        while (
            not stopping()
            and len(self._held) < enough
            and self._characters < MOST_CHARACTERS * 3 // 4
            and self._clock() < min(self._last + _QUIET, give_up_at)
        ):
            time.sleep(_LOOK_EVERY)

    def _make_room(self, before: float) -> None:
        while self._came and (self._came[0][0] < before or self._came[0][1] not in self._held):
            self._taken(self._came.popleft()[1])

    def _taken(self, number: int) -> Telling | None:
        telling = self._held.pop(number, None)
        if telling is not None:
            self._characters -= telling.length
        return telling


fresh = Fresh()
"""Of this process."""
