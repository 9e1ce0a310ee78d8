"""Until when something is so, and whether that is over: pure rules of the clock."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _


def is_over(until: datetime | None, now: datetime) -> bool:
    """Whether ``until`` has come at ``now`` (both aware); without it nothing ever is over."""
    return until is not None and until <= now


def until_words(until: datetime | None, now: datetime) -> str:
    """Return "until 15:00" in the active language and time zone, with the day when not today.

    What is over says so. Without ``until`` there is nothing to say.
    """
    if until is None:
        return ""
    is_today = localdate(until) == localdate(now)
    moment = date_format(localtime(until), "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT")
    sentence = _("until %(moment)s, over") if is_over(until, now) else _("until %(moment)s")
    return sentence % {"moment": moment}
