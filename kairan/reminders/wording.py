"""Moments, repetitions and lead times as people say them; in the active language and time zone."""

from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

AN_HOUR, A_DAY, A_WEEK = 60, 24 * 60, 7 * 24 * 60


def lead_words(minutes: int) -> str:
    """Return how long before something ``minutes`` are, such as "2 hours before"."""
    if not minutes:
        return _("at the moment itself")
    if not minutes % A_WEEK:
        weeks = minutes // A_WEEK
        return ngettext("%(count)d week before", "%(count)d weeks before", weeks) % {"count": weeks}
    if not minutes % A_DAY:
        days = minutes // A_DAY
        return ngettext("%(count)d day before", "%(count)d days before", days) % {"count": days}
    if not minutes % AN_HOUR:
        hours = minutes // AN_HOUR
        return ngettext("%(count)d hour before", "%(count)d hours before", hours) % {"count": hours}
    words = ngettext("%(count)d minute before", "%(count)d minutes before", minutes)
    return words % {"count": minutes}


def due_words(due: date | datetime) -> str:
    """Return a day, or a moment (aware), in the short form of the language."""
    if isinstance(due, datetime):
        return date_format(localtime(due), "SHORT_DATETIME_FORMAT")
    return date_format(due, "SHORT_DATE_FORMAT")


def span_words(starts_at: datetime | None, ends_at: datetime | None, *, day: date) -> str:
    """Return from when to when something happens on ``day``; other days are said with it."""
    if starts_at is None:
        return _("all day")
    words = _clock_words(starts_at, day)
    return words if ends_at is None else f"{words}–{_clock_words(ends_at, day)}"


def _clock_words(moment: datetime, day: date) -> str:
    local = localtime(moment, get_current_timezone())
    if local.date() == day:
        return time_format(local, "TIME_FORMAT")
    return date_format(local, "SHORT_DATETIME_FORMAT")
