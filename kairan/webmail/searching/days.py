"""Days as people write them in a search; pure."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)|年?)")


def day(typed: str) -> date | None:
    """Return the day that was typed, the first one of a month or year; None for what is none.

    2026-11-30, 2026/11/30, 2026.11.30, 2026年11月30日, 2026-11 and 2026 are days.
    """
    match = _DAY.fullmatch(typed.strip())
    if match is None:
        return None
    year, month, number = (int(each or 1) for each in match.groups())
    try:
        return date(year, month, number)
    except ValueError:
        return None
