"""Notices when the clock of this machine leaps: what was counted by it then tells nothing."""

import time

_LEAST = 1.0
"""Seconds; corrections up to this are what time servers make every day."""
_MINUTE = 60.0


class Leaps:
    """Compares the clock that people set with the one that nobody can set.

    Limits count letters of the last minute by the clock that people set, because the database
    outlives this process. Whoever has put it forward would forget letters of a moment ago, whoever
    has put it back would wait for ever: so for one true minute nothing that is limited leaves.
    """

    def __init__(self) -> None:
        self._apart: float | None = None
        self._trusted_at = 0.0

    def rest(self, now: float, steady: float) -> float:
        """Return for how many seconds nothing counted by the clock can be trusted.

        :param now: what the clock shows, in seconds since the epoch.
        :param steady: seconds since some moment, never set, going on while the machine sleeps.
        """
        apart = now - steady
        if self._apart is not None and abs(apart - self._apart) > _LEAST:
            self._trusted_at = steady + _MINUTE
        self._apart = apart
        return max(0.0, self._trusted_at - steady)


_here = Leaps()


def rest(now: float) -> float:
    """Return for how many seconds after a leap of the clock no limit can be counted; 0.0: none."""
    return _here.rest(now, time.clock_gettime(time.CLOCK_BOOTTIME))
