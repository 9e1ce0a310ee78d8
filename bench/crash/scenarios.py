"""What goes wrong in the trials: at the receiving server, with the workers, database and disk."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from kairan.mail.testing.faults import Ending, Fault


class Blow(Enum):
    """What strikes beside the receiving server's faults."""

    NONE = "none"
    KILLS = "kills"
    LOCK = "lock"
    FULL_DISK = "full disk"


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One row of the table.

    ``faults`` are fresh ones for a trial; those that do not end by themselves are mended after
    ``lasts`` seconds. ``refused`` matches the recipients that the server never takes.
    """

    work: str
    faults: Callable[[], Sequence[Fault]] = tuple
    lasts: float = 3.0
    refused: re.Pattern[str] | None = None
    blow: Blow = Blow.NONE
    resends: bool = False
    is_quick: bool = False
    letters: int = 400


_EVERY_TENTH = re.compile(r"r\d*7@")
_HALF = re.compile(r"r\d*[02468]@")
_UNKNOWN = "550 5.1.1 User unknown"

SCENARIOS = [
    Scenario(work="kill -9", blow=Blow.KILLS, is_quick=True),
    Scenario(work="kill -9, sent again when in doubt", blow=Blow.KILLS, resends=True),
    Scenario(
        work="4xx",
        faults=lambda: [
            Fault("MAIL", "451 4.3.0 Try later", every=7, times=40),
            Fault("RCPT", "450 4.2.1 Mailbox busy", every=5, times=40),
            Fault("BODY", "452 4.3.1 No room", every=3, times=40),
        ],
    ),
    Scenario(
        work="5xx about the recipient",
        faults=lambda: [Fault("RCPT", _UNKNOWN, to=_EVERY_TENTH)],
        refused=_EVERY_TENTH,
    ),
    Scenario(
        work="5xx about the letter",
        faults=lambda: [Fault("BODY", "554 5.6.0 Not this text", to=_EVERY_TENTH)],
        refused=_EVERY_TENTH,
    ),
    Scenario(
        work="half of the recipients refused",
        faults=lambda: [Fault("RCPT", _UNKNOWN, to=_HALF)],
        refused=_HALF,
        is_quick=True,
    ),
    Scenario(
        work="hang after DATA, taken",
        faults=lambda: [Fault("LOST", every=50, times=4, ending=Ending.HANG)],
    ),
    Scenario(
        work="hang after DATA, not taken",
        faults=lambda: [Fault("BODY", every=50, times=4, ending=Ending.HANG)],
    ),
    Scenario(
        work="reset after DATA, taken",
        faults=lambda: [Fault("LOST", every=20, times=10, ending=Ending.RESET)],
        is_quick=True,
    ),
    Scenario(
        work="reset after DATA, not taken",
        faults=lambda: [Fault("BODY", every=20, times=10, ending=Ending.RESET)],
    ),
    Scenario(
        work="421 in mid-round",
        faults=lambda: [
            Fault("MAIL", "421 4.7.0 Enough", every=23, times=8, ending=Ending.CLOSE),
            Fault("RCPT", "421 4.7.0 Enough", every=31, times=8, ending=Ending.CLOSE),
        ],
    ),
    Scenario(work="login broken", faults=lambda: [Fault("AUTH", "535 5.7.8 Wrong password")]),
    Scenario(work="relay denied", faults=lambda: [Fault("RCPT", "554 5.7.1 Relay access denied")]),
    Scenario(work="database locked", blow=Blow.LOCK, lasts=25.0, letters=2_000),
    Scenario(work="disk full", blow=Blow.FULL_DISK, lasts=4.0, letters=2_000),
]
