"""What the events of a foreign calendar file would show: each with the moments it takes place."""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from heapq import merge
from itertools import islice
from typing import Any

from icalendar import Calendar, Component
from icalendar.error import BrokenCalendarProperty, GloballyUniqueTZIDGuessed

from kairan.apps.schedule.foreign_rules import BadRule, moments


class BadCalendar(ValueError):
    """What cannot be read as a calendar; the message says why, for people."""


@dataclass(frozen=True)
class Series:
    """All that a calendar says about one UID."""

    uid: str
    master: Component | None
    alone: Sequence[Component]


def read(data: bytes) -> Sequence[Series]:
    """Return the events of an iCalendar file (RFC 5545) in their order; raise BadCalendar."""
    try:
        with warnings.catch_warnings():
            # A time zone under a vendor's prefix is that of its name: nobody needs to be warned.
            warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
            calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise BadCalendar(f"This is no calendar: {error}") from error
    masters: dict[str, Component | None] = {}
    alone: dict[str, list[Component]] = defaultdict(list)
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            uid = str(event.get("uid", ""))
            if "recurrence-id" in event:
                alone[uid].append(event)
                masters.setdefault(uid, None)
            else:
                masters[uid] = event
    return [Series(uid, master, alone[uid]) for uid, master in masters.items()]


def instances(series: Series, limit: int) -> Sequence[str]:
    """Return the first ``limit`` beginnings, as iCalendar writes them without a time zone."""
    replaced = {_key(_value(each, "recurrence-id")) for each in series.alone}
    found = _of_master(series.master) if series.master is not None else iter(())
    staying = (each for each in found if _key(each) not in replaced)
    lone = [_value(each, "dtstart") for each in series.alone if _takes_place(each)]
    moved = sorted((each for each in lone if each is not None), key=_key)
    return [written(each) for each in islice(merge(staying, moved, key=_key), limit)]


def _of_master(event: Component) -> Iterator[date]:
    start = _value(event, "dtstart")
    if start is None or not _takes_place(event):
        return
    rules = [*_listed(event, "rrule")]
    runs = [_repeated(rule.to_ical().decode(), start) for rule in rules] or [iter([start])]
    added = sorted(_dates(event, "rdate"), key=_key)
    without = {_key(each) for each in _dates(event, "exdate")}
    seen: object = None
    for each in merge(*runs, added, key=_key):
        key = _key(each)
        if key != seen and key not in without:
            yield each
        seen = key


def _repeated(rule: str, start: date) -> Iterator[date]:
    """Return the beginnings of a rule; what repeats by no rule takes place once."""
    try:
        yield from _walked(rule, start)
    except BadRule:
        yield start


def _walked(rule: str, start: date) -> Iterator[date]:
    """Return the beginnings of a rule in the time zone of ``start``."""
    if not isinstance(start, datetime):
        midnight = datetime.combine(start, time())
        yield from (moment.date() for moment in moments(rule, midnight, is_date=True))
        return
    zone = start.tzinfo
    local = start.replace(tzinfo=None)
    for moment in moments(_in_local_time(rule, zone), local):
        yield moment.replace(tzinfo=zone)


def _in_local_time(rule: str, zone: Any) -> str:
    """Return ``rule`` with an end in UTC said in the local time of its beginning."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    until = parts.get("UNTIL", "")
    if zone is None or not until.endswith("Z"):
        return rule
    end = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone)
    parts["UNTIL"] = f"{end:%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def written(moment: date) -> str:
    """Return ``20240105``, ``20240105T090000`` or the same with ``Z``."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    ends = "Z" if moment.tzinfo is not None and moment.tzname() == "UTC" else ""
    return f"{moment:%Y%m%dT%H%M%S}{ends}"


def _takes_place(event: Component) -> bool:
    return str(event.get("status", "")).upper() != "CANCELLED"


def _value(event: Component, name: str) -> date | None:
    """Return a day or a moment; what was written wrongly says nothing."""
    try:
        value = getattr(event.get(name), "dt", None)
    except BrokenCalendarProperty:
        return None
    return value if isinstance(value, date) else None


def _listed(event: Component, name: str) -> Iterable[Any]:
    value = event.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _dates(event: Component, name: str) -> Iterator[date]:
    for line in _listed(event, name):
        try:
            values = getattr(line, "dts", ())
        except BrokenCalendarProperty:
            continue
        for each in values:
            value = each.dt[0] if isinstance(each.dt, tuple) else each.dt
            if isinstance(value, date):
                yield value


def _key(moment: date | None) -> datetime:
    """Return what compares days, local hours and moments of any zone with each other."""
    if moment is None:
        return datetime.min.replace(tzinfo=UTC)
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def expand(data: bytes, limit: int) -> Iterator[Mapping[str, object]]:
    """Return, per event of a calendar file, its UID and its first ``limit`` beginnings.

    Raises BadCalendar for what is no calendar.
    """
    for series in read(data):
        yield {"uid": series.uid, "instances": instances(series, limit)}
