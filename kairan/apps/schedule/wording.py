"""Says when an event takes place and how it repeats, in the active language and time zone."""

from datetime import date, datetime, time

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kairan.apps.schedule.occurrences import Pattern, Span, Times
from kairan.apps.schedule.recurrence import LAST, WORKDAYS, Frequency, Recurrence

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60
NTH = {
    1: gettext_lazy("the first %(weekday)s"),
    2: gettext_lazy("the second %(weekday)s"),
    3: gettext_lazy("the third %(weekday)s"),
    4: gettext_lazy("the fourth %(weekday)s"),
    5: gettext_lazy("the fifth %(weekday)s"),
    LAST: gettext_lazy("the last %(weekday)s"),
}


def when(pattern: Pattern) -> str:
    """Return days and hours of the first occurrence, and the rule by which it goes on."""
    said = moment_of(pattern.on(pattern.first_day))
    if pattern.recurrence is None:
        return said
    return _("%(first)s, then %(rule)s") % {"first": said, "rule": rule_of(pattern)}


def rule_of(pattern: Pattern) -> str:
    """Return the rule in words; the time zone as well where its days may differ from ours."""
    if pattern.recurrence is None:
        return ""
    said = repeats(pattern.recurrence)
    if pattern.span is Span.HOURS and str(get_current_timezone()) != pattern.time_zone:
        return _("%(rule)s (%(zone)s)") % {"rule": said, "zone": pattern.time_zone}
    return said


def moment_of(times: Times) -> str:
    """Return days and hours of one occurrence."""
    if times.starts_at is None or times.ends_at is None:
        days = _days(times.day, times.last_day)
        return days if times.span is Span.ALL_DAY else _("%(days)s, no fixed time") % {"days": days}
    starts_at, ends_at = localtime(times.starts_at), localtime(times.ends_at)
    if starts_at.date() == ends_at.date():
        return _("%(day)s, %(from)s–%(to)s") % {
            "day": day_of(starts_at.date()),
            "from": hour(starts_at),
            "to": hour(ends_at),
        }
    return _("%(day)s, %(from)s – %(last_day)s, %(to)s") % {
        "day": day_of(starts_at.date()),
        "from": hour(starts_at),
        "last_day": day_of(ends_at.date()),
        "to": hour(ends_at),
    }


def hour(moment: datetime | time) -> str:
    """Return hours and minutes as calendars write them in every language."""
    return time_format(moment, "H:i")


def _days(first: date, last: date) -> str:
    if first == last:
        return day_of(first)
    return _("%(day)s – %(last_day)s") % {"day": day_of(first), "last_day": day_of(last)}


def day_of(day: date) -> str:
    """Return a day with its weekday."""
    return _("%(weekday)s, %(date)s") % {
        "weekday": date_format(day, "D"),
        "date": date_format(day, "DATE_FORMAT"),
    }


def repeats(rule: Recurrence) -> str:
    """Return the rule in words, with its end."""
    said = _OF[rule.frequency](rule)
    if rule.until is not None:
        until = date_format(rule.until, "DATE_FORMAT")
        return _("%(rule)s until %(day)s") % {"rule": said, "day": until}
    if rule.count is not None:
        times = ngettext("%(rule)s, %(count)s time", "%(rule)s, %(count)s times", rule.count)
        return times % {"rule": said, "count": rule.count}
    return said


def lead(minutes: int) -> str:
    """Return how long before the beginning: "15 minutes before"."""
    if minutes == 0:
        return _("when it begins")
    if minutes % WEEK == 0:
        count = minutes // WEEK
        said = ngettext("%(count)s week before", "%(count)s weeks before", count)
    elif minutes % DAY == 0:
        count = minutes // DAY
        said = ngettext("%(count)s day before", "%(count)s days before", count)
    elif minutes % HOUR == 0:
        count = minutes // HOUR
        said = ngettext("%(count)s hour before", "%(count)s hours before", count)
    else:
        count = minutes
        said = ngettext("%(count)s minute before", "%(count)s minutes before", count)
    return said % {"count": count}


def _daily(rule: Recurrence) -> str:
    if rule.interval > 1:
        return _("every %(count)s days") % {"count": rule.interval}
    return _("every weekday") if rule.weekdays == WORKDAYS else _("every day")


def _weekly(rule: Recurrence) -> str:
    days = pgettext("between weekdays", ", ").join(str(WEEKDAYS[day]) for day in rule.weekdays)
    if rule.interval > 1:
        said = _("every %(count)s weeks on %(days)s")
        return said % {"count": rule.interval, "days": days}
    return _("every week on %(days)s") % {"days": days}


def _monthly(rule: Recurrence) -> str:
    day = _day_of_month(rule)
    if rule.interval > 1:
        return _("every %(count)s months on %(day)s") % {"count": rule.interval, "day": day}
    return _("every month on %(day)s") % {"day": day}


def _day_of_month(rule: Recurrence) -> str:
    if rule.weekdays:
        return str(NTH[rule.week]) % {"weekday": WEEKDAYS[rule.weekdays[0]]}
    if rule.month_day == LAST:
        return _("the last day")
    return _("day %(day)s") % {"day": rule.month_day}


def _yearly(rule: Recurrence) -> str:
    # Any leap year will do: the year is not shown.
    day = date_format(date(2000, rule.month, rule.month_day), "MONTH_DAY_FORMAT")
    if rule.interval > 1:
        return _("every %(count)s years on %(day)s") % {"count": rule.interval, "day": day}
    return _("every year on %(day)s") % {"day": day}


_OF = {
    Frequency.DAILY: _daily,
    Frequency.WEEKLY: _weekly,
    Frequency.MONTHLY: _monthly,
    Frequency.YEARLY: _yearly,
}
