"""What the office has settled about its mails, fetched once for all the letters of a batch."""

from __future__ import annotations

from dataclasses import dataclass

from kairan.letterhead.models import Letterhead


@dataclass(frozen=True)
class Stationery:
    """On what, and in whose words, the mails of one kind are written."""

    letterhead: Letterhead

    @classmethod
    def current(cls) -> Stationery:
        """Return what holds now: one query."""
        return cls(Letterhead.current())
