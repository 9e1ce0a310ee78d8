"""Recurrence rules as other calendars write them: all of RFC 5545 3.3.10, by local time.

dateutil walks; what it reads otherwise than the RFC is put straight before: parts that a rule
leaves to DTSTART are written out, the first period is looked at as a whole (so that BYSETPOS
counts from its beginning), weeks with a number belong to the year of their Thursday, and hours of
a day without hours mean nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from dateutil import rrule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OF_THE_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
ENDS = ("UNTIL", "COUNT")
LAST_YEAR = 9998


class BadRule(ValueError):
    """A rule that says nothing that RFC 5545 knows; the message is the rule."""


@dataclass(frozen=True)
class Rule:
    """A rule and the moment from which it runs, both in the same local time."""

    parts: Mapping[str, str]
    start: datetime
    is_date: bool

    @property
    def frequency(self) -> str:
        return self.parts["FREQ"].upper()

    @property
    def interval(self) -> int:
        return int(self.parts.get("INTERVAL", 1))


def moments(text: str, start: datetime, *, is_date: bool = False) -> Iterator[datetime]:
    """Return the moments of the rule ``text`` from ``start`` on; naive, in ascending order.

    Raises :class:`BadRule` when ``text`` is no rule.
    """
    try:
        rule = Rule(_parts(text, is_date=is_date), start, is_date)
        if rule.interval < 1:
            raise BadRule(text)
        found = _of_weeks(rule) if "BYWEEKNO" in rule.parts else _walked(rule)
        after: Iterator[datetime] = (moment for moment in found if moment >= start)
        until = _until(rule)
        if until is not None:
            after = takewhile(lambda moment: moment <= until, after)
        count = rule.parts.get("COUNT")
        yield from islice(after, int(count)) if count else after
    except (KeyError, ValueError, OverflowError) as error:
        raise BadRule(text) from error


def _parts(text: str, *, is_date: bool) -> Mapping[str, str]:
    pairs = (part.split("=", 1) for part in text.split(";") if part)
    parts = {name.upper(): value for name, value in pairs}
    if is_date:
        parts = {name: value for name, value in parts.items() if name not in OF_THE_DAY}
    return parts


def _until(rule: Rule) -> datetime | None:
    text = rule.parts.get("UNTIL")
    if text is None:
        return None
    if "T" not in text or rule.is_date:
        end = time() if rule.is_date else time.max
        return datetime.combine(datetime.strptime(text[:8], "%Y%m%d"), end)  # noqa: DTZ007
    return datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007


def _walked(rule: Rule) -> Iterator[datetime]:
    parts = {name: value for name, value in rule.parts.items() if name not in ENDS}
    text = ";".join(f"{name}={value}" for name, value in {**parts, **_implied(rule)}.items())
    found: Iterator[datetime] = iter(rrule.rrulestr(text, dtstart=_begin(rule, rule.start)))
    return found


def _implied(rule: Rule) -> dict[str, str]:
    """Return what the rule leaves to its start, written out."""
    start, parts = rule.start, rule.parts
    implied: dict[str, str] = {}
    if rule.frequency in {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}:
        for name, value in zip(OF_THE_DAY, (start.hour, start.minute, start.second), strict=True):
            if name not in parts:
                implied[name] = str(value)
    return implied | _implied_days(rule)


def _implied_days(rule: Rule) -> dict[str, str]:
    start, parts = rule.start, rule.parts
    if rule.frequency == "WEEKLY" and "BYDAY" not in parts:
        return {"BYDAY": DAYS[start.weekday()]}
    if rule.frequency == "MONTHLY" and not {"BYDAY", "BYMONTHDAY"} & set(parts):
        return {"BYMONTHDAY": str(start.day)}
    if rule.frequency != "YEARLY" or {"BYYEARDAY", "BYWEEKNO"} & set(parts):
        return {}
    if "BYMONTHDAY" in parts:
        return {} if "BYMONTH" in parts else {"BYMONTH": str(start.month)}
    if "BYDAY" in parts:
        return {}
    implied = {"BYMONTHDAY": str(start.day)}
    return implied if "BYMONTH" in parts else {**implied, "BYMONTH": str(start.month)}


def _begin(rule: Rule, start: datetime) -> datetime:
    """Return the beginning of the first period, in which the rule is in step."""
    midnight = datetime.combine(start.date(), time())
    match rule.frequency:
        case "YEARLY":
            return midnight.replace(month=1, day=1)
        case "MONTHLY":
            return midnight.replace(day=1)
        case "WEEKLY":
            return midnight - timedelta(days=(start.weekday() - _week_start(rule)) % 7)
        case "DAILY":
            return midnight
        case _:
            return start


def _week_start(rule: Rule) -> int:
    return DAYS.index(rule.parts.get("WKST", "MO").upper())


def _of_weeks(rule: Rule) -> Iterator[datetime]:
    """Walk numbered weeks, year by year; a week belongs to the year of most of its days."""
    if rule.frequency != "YEARLY":
        raise BadRule(rule.frequency)
    year = _year_of_week(rule.start.date(), _week_start(rule))
    if not any(moment >= rule.start for moment in _moments_of_year(rule, year)):
        year = max(year, rule.start.year)
    while year < LAST_YEAR:
        yield from _moments_of_year(rule, year)
        year += rule.interval


def _moments_of_year(rule: Rule, year: int) -> Iterable[datetime]:
    days = sorted({day for day in _days_of_year(rule, year) if _fits(rule, day)})
    return _chosen(rule, [moment for day in days for moment in _hours(rule, day)])


def _days_of_year(rule: Rule, year: int) -> Iterable[date]:
    first_weekday = _week_start(rule)
    first = _first_week(year, first_weekday)
    weeks = (_first_week(year + 1, first_weekday) - first).days // 7
    weekdays = _weekdays(rule)
    for text in rule.parts["BYWEEKNO"].split(","):
        number = int(text)
        week = number if number > 0 else weeks + 1 + number
        if 1 <= week <= weeks:
            monday = first + timedelta(weeks=week - 1)
            yield from (monday + timedelta(days=(day - first_weekday) % 7) for day in weekdays)


def _weekdays(rule: Rule) -> Iterable[int]:
    if "BYDAY" not in rule.parts:
        return [rule.start.weekday()]
    return [DAYS.index(day.strip()[-2:].upper()) for day in rule.parts["BYDAY"].split(",")]


def _first_week(year: int, first_weekday: int) -> date:
    """Return the first day of the first week with at least four days in ``year``."""
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=(fourth.weekday() - first_weekday) % 7)


def _year_of_week(day: date, first_weekday: int) -> int:
    middle = day - timedelta(days=(day.weekday() - first_weekday) % 7) + timedelta(days=3)
    return middle.year


def _fits(rule: Rule, day: date) -> bool:
    """Whether the parts of the rule besides its weeks let ``day`` through."""
    parts = rule.parts
    if "BYMONTH" in parts and day.month not in _numbers(parts["BYMONTH"]):
        return False
    if "BYMONTHDAY" in parts:
        after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        length = (after - timedelta(days=1)).day
        return bool({day.day, day.day - length - 1} & _numbers(parts["BYMONTHDAY"]))
    return True


def _hours(rule: Rule, day: date) -> Iterable[datetime]:
    given = (rule.start.hour, rule.start.minute, rule.start.second)
    hours, minutes, seconds = (
        sorted(_numbers(rule.parts[name])) if name in rule.parts else [value]
        for name, value in zip(OF_THE_DAY, given, strict=True)
    )
    return [
        datetime.combine(day, time(hour, minute, second))
        for hour in hours
        for minute in minutes
        for second in seconds
    ]


def _chosen(rule: Rule, found: list[datetime]) -> Iterable[datetime]:
    if "BYSETPOS" not in rule.parts:
        return found
    places = {
        place - 1 if place > 0 else len(found) + place for place in _numbers(rule.parts["BYSETPOS"])
    }
    return [moment for place, moment in enumerate(found) if place in places]


def _numbers(text: str) -> set[int]:
    return {int(number) for number in text.split(",")}
