"""Days, weeks and months as calendars are turned over, within the years the office knows."""

from collections.abc import Sequence
from datetime import date, timedelta

FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def day_named(text: str) -> date | None:
    """Return the day that ``text`` (ISO 8601) names, None when it names none of these years."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def week_of(day: date, first_weekday: int) -> Sequence[date]:
    """Return the seven days of the week in which ``day`` lies."""
    first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return [first + number * DAY for number in range(7)]


def month_of(day: date, first_weekday: int) -> Sequence[Sequence[date]]:
    """Return the weeks that show the month of ``day``."""
    weeks = [week_of(day.replace(day=1), first_weekday)]
    end = next_month(day)
    while (first := weeks[-1][0] + WEEK) < end:
        weeks.append(week_of(first, first_weekday))
    return weeks


def next_month(day: date) -> date:
    """Return the first day of the following month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1)


def previous_month(day: date) -> date:
    """Return the first day of the month before."""
    return (day.replace(day=1) - DAY).replace(day=1)
