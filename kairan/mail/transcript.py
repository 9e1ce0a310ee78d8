"""The dialogue with a mail server as a page may show it: every line, both sides, no secrets."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, NamedTuple

MASK = "••••••••"

Side = Literal["C", "S"]


class Line(NamedTuple):
    """One line: who said it (client or server), its text without line end, and when (UTC)."""

    side: Side
    text: str
    at: datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Transcript:
    """Remembers the lines of a dialogue; bounded, bodies elided, secrets masked by whoever speaks.

    ``most`` is the largest number of lines kept; later ones are counted and told in a last line.
    """

    def __init__(self, *, most: int = 400, clock: Callable[[], datetime] = _utc_now) -> None:
        self._lines: list[Line] = []
        self._most = most
        self._left_out = 0
        self._clock = clock

    @property
    def lines(self) -> list[Line]:
        """The lines so far, oldest first."""
        if not self._left_out:
            return list(self._lines)
        last = self._lines[-1]
        return [*self._lines, Line(last.side, f"… {self._left_out:,} more lines …", last.at)]

    def say(self, side: Side, text: bytes | str) -> None:
        """Record one line (or several, split at line ends) said by ``side``, as it may be shown."""
        words = text.decode("utf-8", "backslashreplace") if isinstance(text, bytes) else text
        for line in words.splitlines() or [""]:
            self._add(side, line)

    def elide(self, side: Side, octets: int) -> None:
        """Record that ``side`` sent a body of so many bytes."""
        self._add(side, f"… {octets:,} bytes …")

    def note(self, side: Side, text: str) -> None:
        """Record something that is no line of the protocol (``TLS begins``)."""
        self._add(side, f"({text})")

    def _add(self, side: Side, text: str) -> None:
        if len(self._lines) >= self._most:
            self._left_out += 1
            return
        shown = text if len(text) <= 1000 else text[:1000] + "…"
        self._lines.append(Line(side, shown, self._clock()))
