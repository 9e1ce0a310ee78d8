"""Where entries stand on a page: which hours are shown, what stands beside what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils.formats import date_format

from kairan.apps.schedule import wording
from kairan.apps.schedule.calendars import Entry

FROM, TO = 8, 19
"""The hours that are shown in any case."""
PARTS = 2
"""Into how many parts an hour is divided."""


@dataclass(frozen=True)
class Column:
    """A day as a page names it: worded once, however many cells it has."""

    day: date
    label: str
    address: str
    is_today: bool

    @classmethod
    def of(cls, day: date, today: date) -> Column:
        """Return ``day`` in the active language."""
        return cls(day, f"{date_format(day, 'D')} {day.day}", day.isoformat(), day == today)


@dataclass(frozen=True)
class Block:
    """An entry on one day: its hours as far as they lie on that day, in words."""

    entry: Entry
    hours: str


def blocks(entries: Iterable[Entry], day: date, zone: tzinfo) -> Sequence[Block]:
    """Return the entries that are seen on ``day``."""
    return [Block(each, hours_on(each, day, zone)) for each in entries if each.is_on(day, zone)]


def hours_on(entry: Entry, day: date, zone: tzinfo) -> str:
    """Return "10:00–11:00"; a side that lies on another day stays open."""
    if entry.starts_at is None or entry.ends_at is None:
        return ""
    first, last = entry.times.days(zone)
    begins = wording.hour(entry.starts_at.astimezone(zone)) if first == day else ""
    ends = wording.hour(entry.ends_at.astimezone(zone)) if last == day else ""
    return f"{begins}–{ends}" if begins or ends else ""


def hours_shown(entries: Iterable[Entry], days: Sequence[date], zone: tzinfo) -> range:
    """Return the hours of the day that show all ``entries`` on ``days``."""
    begin, end = FROM * PARTS, TO * PARTS
    for entry in entries:
        for day in days:
            span = parts_of(entry, day, zone)
            if span is not None:
                begin, end = min(begin, span[0]), max(end, span[1])
    return range(begin // PARTS, -(-end // PARTS))


def parts_of(entry: Entry, day: date, zone: tzinfo) -> tuple[int, int] | None:
    """Return which parts of ``day`` an entry with hours takes: from, and up to."""
    if entry.starts_at is None or entry.ends_at is None or not entry.is_on(day, zone):
        return None
    midnight = datetime.combine(day, time(), zone)
    begin = _parts(midnight, entry.starts_at.astimezone(zone), up=False)
    end = _parts(midnight, entry.ends_at.astimezone(zone), up=True)
    begin, end = max(begin, 0), min(end, 24 * PARTS)
    return begin, max(end, begin + 1)


def _parts(midnight: datetime, moment: datetime, *, up: bool) -> int:
    """Return how many parts of an hour lie between, by the clock on the wall."""
    wall = moment.replace(tzinfo=None) - midnight.replace(tzinfo=None)
    part = timedelta(hours=1) / PARTS
    return -(-wall // part) if up else wall // part


@dataclass(frozen=True)
class Cell:
    """So many columns: an entry, or free from an hour on."""

    span: int
    block: Block | None = None
    hour: int = 0


@dataclass
class Row:
    """One person's day: what takes all of it, and lanes of what has hours."""

    whole: Sequence[Block]
    lanes: list[Sequence[Cell]] = field(default_factory=list)


def row(entries: Sequence[Entry], day: date, zone: tzinfo, hours: range) -> Row:
    """Return how the entries of one person stand in a table with two columns for each hour."""
    shown = blocks(entries, day, zone)
    lanes: list[list[tuple[int, int, Block]]] = [[]]
    for block in shown:
        span = parts_of(block.entry, day, zone)
        if span is None:
            continue
        span = _wide(span, hours)
        free = next((lane for lane in lanes if not lane or lane[-1][1] <= span[0]), None)
        if free is None:
            lanes.append(free := [])
        free.append((*span, block))
    whole = [block for block in shown if block.entry.starts_at is None]
    return Row(whole, [_cells(lane, hours) for lane in lanes])


def _wide(span: tuple[int, int], hours: range) -> tuple[int, int]:
    """Return ``span`` made wide enough for words: at least an hour, within the table."""
    begin, end = span
    end = min(max(end, begin + PARTS), hours.stop * PARTS)
    return min(begin, end - PARTS), end


def _cells(lane: Sequence[tuple[int, int, Block]], hours: range) -> Sequence[Cell]:
    cells: list[Cell] = []
    at = hours.start * PARTS
    for begin, end, block in lane:
        cells += _free(at, begin)
        cells.append(Cell(end - begin, block))
        at = end
    return [*cells, *_free(at, hours.stop * PARTS)]


def _free(begin: int, end: int) -> Sequence[Cell]:
    """Return cells that end with each hour, so that each leads to that hour."""
    cells = []
    while begin < end:
        stop = min(end, (begin // PARTS + 1) * PARTS)
        cells.append(Cell(stop - begin, hour=begin // PARTS))
        begin = stop
    return cells


@dataclass(frozen=True)
class Hour:
    """One line of a calendar of hours: what begins in that hour, day by day."""

    hour: int
    days: Sequence[tuple[date, Sequence[Block]]]


def hours_of(
    entries: Sequence[Entry], days: Sequence[date], zone: tzinfo
) -> tuple[Sequence[tuple[date, Sequence[Block]]], Sequence[Hour]]:
    """Return what takes whole days, and the lines of the hours."""
    by_day = [(day, blocks(entries, day, zone)) for day in days]
    whole = [(day, [each for each in found if not each.entry.starts_at]) for day, found in by_day]
    lines = [
        Hour(hour, [(day, _beginning(found, day, zone, hour)) for day, found in by_day])
        for hour in hours_shown(entries, days, zone)
    ]
    return whole, lines


def _beginning(found: Sequence[Block], day: date, zone: tzinfo, hour: int) -> Sequence[Block]:
    spans = [(each, parts_of(each.entry, day, zone)) for each in found]
    return [each for each, span in spans if span is not None and span[0] // PARTS == hour]
