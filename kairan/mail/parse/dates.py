"""Reads the moment a Date field means, however wrongly it is written (RFC 5322 3.3 and 4.3)."""

import datetime
import re
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen jän janv",
            "feb fév fev",
            "mar mär mrz",
            "apr abr avr",
            "may mai mag maj",
            "jun giu juin",
            "jul lug juil",
            "aug ago aoû aou",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez dic déc",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES = {
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600, "JST": 540, "KST": 540,
    "BST": 60, "IST": 330, "CET": 60, "CEST": 120, "MET": 60, "MEST": 120, "EET": 120,
    "EEST": 180, "WET": 0, "WEST": 60, "MSK": 180, "MSD": 240, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "HKT": 480, "SGT": 480,
}  # fmt: skip
_COLON = r"\s{0,3}[:.]\s{0,3}"
_CLOCK = (
    rf"(\d{{1,2}}){_COLON}(\d{{1,2}})(?:{_COLON}(\d{{1,2}})(?:[.,]\d+)?)?"
    r"(?:\s*([AaPp])\.?[Mm]\.?)?"
)
_ZONE = r"(?:\s*(?:(?:GMT|UTC)?([+-]\d{1,2}:?\d{0,2})\b|([A-Za-z]{1,5})))?"
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s.,-]+([^\W\d_]{3,12})\.?[\s.,-]*(\d{2,4})?[\s,]+"
    + _CLOCK
    + _ZONE
)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:(\d{4}),?\s+)?"
    + _CLOCK
    + _ZONE
    + r"(?:\s+(\d{4})\b)?(?:\s*([+-]\d{4})\b)?"
)
_NUMERIC = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?[T\s]*" + _CLOCK + _ZONE)
_USUAL = re.compile(
    r"\s*(?:[A-Za-z]{3},\s)?\s?(\d{1,2})\s([A-Za-z]{3})\s(\d{4})\s(\d\d):(\d\d):(\d\d)"
    r"\s([+-]\d{4})(?:\s\([A-Z]{1,5}\))?\s*$"
)
_COMMENT = re.compile(r"\([^()]*\)?")
_LONGEST = 300

Moment = datetime.datetime | None


def read(text: str) -> Moment:
    """The aware moment in the sender's offset (UTC where none is named), None if unreadable."""
    text = _COMMENT.sub(" ", text[:_LONGEST]).replace("\t", " ")
    for reader in (_day_first, _month_first, _numeric):
        moment = reader(text)
        if moment is not None:
            return moment
    return None


def usual(text: str) -> Moment:
    """The moment in a text of the form that nearly all mail has; of another form, None."""
    match = _USUAL.match(text)
    if match is None:
        return None
    day, month, year, hour, minute, second, offset = match.groups()
    try:
        return datetime.datetime(
            int(year),
            _MONTHS.get(month.lower(), 0),
            int(day),
            int(hour),
            int(minute),
            min(int(second), 59),
            tzinfo=_offset(offset, None),
        )
    except ValueError:
        return None


def _day_first(text: str) -> Moment:
    match = _DAY_FIRST.search(text)
    if match is None or not match[3]:
        return None
    day, month, year, *clock = match.groups()
    return _moment((year, _month(month), day), clock)


def _month_first(text: str) -> Moment:
    """US dates and asctime: `Tue Sep 19 10:00:00 2006`, with the zone before or after the year."""
    match = _MONTH_FIRST.search(text)
    if match is None:
        return None
    month, day, year, *clock, late_year, late_zone = match.groups()
    if late_zone:
        clock[4:] = [late_zone, None]
    return _moment((year or late_year or "", _month(month), day), clock)


def _numeric(text: str) -> Moment:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    year, month, day, *clock = match.groups()
    return _moment((year, int(month), day), clock)


def _month(name: str) -> int:
    name = name.lower()
    return _MONTHS.get(name[:3]) or _MONTHS.get(name[:4], 0)


def _moment(day: tuple[str, int, str], clock: list[str | None]) -> Moment:
    hour, minute, second, half, offset, zone = clock
    try:
        return datetime.datetime(
            _year(day[0]),
            day[1],
            int(day[2]),
            _hour(int(hour or 0), half),
            int(minute or 0),
            min(int(second or 0), 59),
            tzinfo=_offset(offset, zone),
        )
    except ValueError:
        return None


def _year(digits: str) -> int:
    """RFC 5322 4.3: two digits up to 49 are 20xx, other two or three count from 1900."""
    year = int(digits or 0)
    if len(digits) == 4 or not digits:
        return year
    return year + (2000 if len(digits) == 2 and year < 50 else 1900)


def _hour(hour: int, half: str | None) -> int:
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half in "Pp" else 0)


@lru_cache(maxsize=256)
def _offset(offset: str | None, zone: str | None) -> datetime.tzinfo:
    if offset is None:
        minutes = _ZONES.get((zone or "").upper(), 0)
    else:
        digits = offset[1:].replace(":", "")
        digits = digits.zfill(4) if len(digits) > 2 else digits.zfill(2) + "00"
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        minutes = -minutes if offset[0] == "-" else minutes
    if minutes == 0 or abs(minutes) >= 1440:
        return datetime.UTC
    return datetime.timezone(datetime.timedelta(minutes=minutes))
