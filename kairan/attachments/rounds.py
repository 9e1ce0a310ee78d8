"""What the worker does for bytes: remove those that nobody points to."""

from datetime import datetime

from kairan.attachments.sweeping import EVERY, sweep
from kairan.clock.rounds import Round
from kairan.clock.worker import stopping


def sweep_contents(now: datetime) -> None:
    """Remove what a killed process has left; the next hour looks again."""
    sweep(now, stopping=stopping)


ROUNDS = [Round("contents", sweep_contents, every=EVERY)]
