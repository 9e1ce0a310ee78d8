"""What came of a try: values that travel from the wire through the journal into the tables."""

import json
from json.encoder import encode_basestring_ascii as quoted
from typing import NamedTuple

from kairan.delivery.models import Attempt, Reason, State


class Outcome(NamedTuple):
    """The fate of one try of one envelope; times are seconds since the epoch.

    ``number`` counts the tries from 1. ``attempt`` is empty where nothing was tried: the letter
    was set aside before it reached the server. ``next_try_at`` is set when it waits again.
    """

    envelope: int
    number: int
    started: float
    ended: float
    state: str
    attempt: str
    code: int | None = None
    words: str = ""
    reason: str = ""
    next_try_at: float | None = None
    was_resent: bool = False

    def line(self) -> str:
        """The outcome as a line of the journal: its end is JSON, put together for speed."""
        again = "null" if self.next_try_at is None else repr(self.next_try_at)
        return (
            f"R {self.envelope} {self.number} [{self.started!r}, {self.ended!r}, "
            f"{quoted(self.state)}, {quoted(self.attempt)}, {self.code or 'null'}, "
            f"{quoted(self.words)}, {quoted(self.reason)}, {again}, "
            f"{'true' if self.was_resent else 'false'}]\n"
        )


def start_line(envelope: int, number: int, started: float) -> str:
    """The start of a try as a line of the journal."""
    return f"D {envelope} {number} {started:.6f}\n"


def withdrawn_line(envelope: int, number: int) -> str:
    """The news that a try begun has certainly not been taken, as a line of the journal."""
    return f"W {envelope} {number} -\n"


class Remembered(NamedTuple):
    """What a journal tells: tries of known outcome, and tries begun of which nothing is known."""

    outcomes: dict[tuple[int, int], Outcome]
    begun: dict[tuple[int, int], float]


def read_lines(text: str) -> Remembered:
    """Return what a journal tells. A last line cut off by a crash counts as unwritten."""
    outcomes: dict[tuple[int, int], Outcome] = {}
    begun: dict[tuple[int, int], float] = {}
    whole, _, _cut_off = text.rpartition("\n")
    for line in whole.splitlines():
        kind, envelope, number, rest = line.split(" ", 3)
        key = (int(envelope), int(number))
        if kind == "R":
            outcomes[key] = Outcome(*key, *json.loads(rest))
        elif kind == "D":
            begun[key] = float(rest)
        else:
            begun.pop(key, None)
    return Remembered(outcomes, {key: at for key, at in begun.items() if key not in outcomes})


def uncertain(
    envelope: int,
    number: int,
    *,
    started: float,
    now: float,
    resend_at: float | None,
    reason: Reason,
) -> Outcome:
    """Nobody knows whether the server took it; with ``resend_at`` it is sent again then."""
    again = resend_at is not None
    return Outcome(
        envelope,
        number,
        started,
        now,
        State.WAITING.value if again else State.UNCERTAIN.value,
        Attempt.Outcome.UNCERTAIN.value,
        reason=reason.value,
        next_try_at=resend_at,
        was_resent=again,
    )
