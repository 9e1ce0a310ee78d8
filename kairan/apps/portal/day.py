"""Puts what features answer in the order and the words of one day; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format, time_format
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kairan.shell.feature import Appointment, Due, Waiting


@dataclass(frozen=True)
class Line:
    """Something that waits for an answer, and in words until when."""

    title: str
    url: str
    detail: str
    until: str
    is_late: bool


@dataclass(frozen=True)
class Entry:
    """Something that happens on a day, and in words when."""

    title: str
    url: str
    place: str
    when: str
    is_now: bool
    is_over: bool


@dataclass(frozen=True)
class Task:
    """Something to be done, and in words by when."""

    title: str
    url: str
    when: str
    is_overdue: bool


def lines_of(waiting: Iterable[Waiting], moment: datetime) -> list[Line]:
    """Return what waits as it came: its feature knows what is urgent."""
    return [
        Line(
            title=each.title,
            url=each.url,
            detail=each.detail,
            until=worded(each.until, moment) if each.until is not None else "",
            is_late=each.until is not None and _end(each.until) < moment,
        )
        for each in waiting
    ]


def entries(appointments: Sequence[Appointment], day: date, moment: datetime) -> list[Entry]:
    """Return what happens on ``day``: what lasts all day first, the rest by the clock.

    Days and words are those of the active time zone and language.
    """
    begins, ends = _bounds(day)
    in_order = sorted(
        appointments,
        key=lambda each: (
            not _is_all_day(each, begins, ends),
            max(each.starts_at or begins, begins),
            min(each.ends_at or each.starts_at or ends, ends),
            each.title,
        ),
    )
    return [
        Entry(
            title=each.title,
            url=each.url,
            place=each.place,
            when=_hours(each, begins, ends),
            is_now=_is_now(each, moment),
            is_over=each.is_done or _is_over(each, ends, moment),
        )
        for each in in_order
    ]


def tasks(due: Iterable[Due], day: date, moment: datetime) -> list[Task]:
    """Return what is to be done by the end of ``day``, the most overdue first."""
    in_order = sorted(due, key=lambda each: (_end(each.due), each.title))
    return [
        Task(each.title, each.url, _by(each.due, day, moment), each.is_overdue) for each in in_order
    ]


def _by(due: date | datetime, day: date, moment: datetime) -> str:
    """Return the words for ``due``; below the heading of another day, the clock needs its day."""
    today, words = localtime(moment).date(), worded(due, moment)
    if day == today or not isinstance(due, datetime) or localtime(due).date() != today:
        return words
    return _("%(day)s, %(time)s") % {"day": _("today"), "time": words}


def worded(until: date | datetime, moment: datetime) -> str:
    """Return a day or a moment as briefly as ``moment`` allows: the clock alone suffices today."""
    today = localtime(moment).date()
    if not isinstance(until, datetime):
        return _("today") if until == today else _worded_day(until, today)
    local = localtime(until)
    if local.date() == today:
        return time_format(local.time(), "TIME_FORMAT")
    day, clock = _worded_day(local.date(), today), time_format(local.time(), "TIME_FORMAT")
    return _("%(day)s, %(time)s") % {"day": day, "time": clock}


def _worded_day(day: date, today: date) -> str:
    brief = pgettext("format of a day of this year", "D j M")
    return date_format(day, brief if day.year == today.year else "SHORT_DATE_FORMAT")


def _bounds(day: date) -> tuple[datetime, datetime]:
    zone = get_current_timezone()
    begins = datetime.combine(day, time.min, tzinfo=zone)
    return begins, datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def _end(due: date | datetime) -> datetime:
    return due if isinstance(due, datetime) else _bounds(due)[1]


def _is_all_day(each: Appointment, begins: datetime, ends: datetime) -> bool:
    if each.starts_at is None:
        return True
    return each.starts_at <= begins and each.ends_at is not None and each.ends_at >= ends


def _hours(each: Appointment, begins: datetime, ends: datetime) -> str:
    if each.starts_at is None or _is_all_day(each, begins, ends):
        return _("All day")
    if each.ends_at is None or each.ends_at == each.starts_at:
        return _clock(each.starts_at)
    if each.starts_at < begins:
        return _("until %(time)s") % {"time": _clock(each.ends_at)}
    if each.ends_at > ends:
        return _("from %(time)s") % {"time": _clock(each.starts_at)}
    return f"{_clock(each.starts_at)} – {_clock(each.ends_at)}"


def _clock(moment: datetime) -> str:
    return time_format(localtime(moment).time(), "TIME_FORMAT")


def _is_now(each: Appointment, moment: datetime) -> bool:
    if each.starts_at is None or each.ends_at is None or each.is_done:
        return False
    return each.starts_at <= moment < each.ends_at


def _is_over(each: Appointment, ends: datetime, moment: datetime) -> bool:
    if each.starts_at is None:
        return ends <= moment
    return (each.ends_at or each.starts_at) <= moment
