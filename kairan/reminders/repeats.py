"""On which days something that repeats falls; pure."""

import calendar
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Repeat(models.TextChoices):
    """How often something comes again."""

    NEVER = "never", _("does not repeat")
    DAILY = "daily", _("every day")
    WEEKDAYS = "weekdays", _("every weekday (Monday to Friday)")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    YEARLY = "yearly", _("every year")


SATURDAY = 5
DAYS = {Repeat.DAILY: 1, Repeat.WEEKLY: 7}
MONTHS = {Repeat.MONTHLY: 1, Repeat.YEARLY: 12}


def next_day(first: date, repeat: str, *, after: date) -> date | None:
    """Return the first day later than ``after`` on which it falls, never one before ``first``.

    Days are counted from ``first``: what began on a 31st falls on the last day of shorter months
    and on a 31st again afterwards; what began on 29 February falls on the 28th in other years.
    None when there is none: it does not repeat, or the calendar ends.
    """
    try:
        return _next_day(first, Repeat(repeat), after)
    except (OverflowError, ValueError):  # The year 10000.
        return None


def _next_day(first: date, repeat: Repeat, after: date) -> date | None:
    if repeat is Repeat.NEVER:
        return first if first > after else None
    if repeat is Repeat.WEEKDAYS:
        return _weekday(max(first, after + timedelta(days=1)))
    if first > after:
        return first
    if repeat in DAYS:
        step = DAYS[repeat]
        return after + timedelta(days=step - (after - first).days % step)
    return _next_in_months(first, MONTHS[repeat], after)


def _weekday(day: date) -> date:
    """Return ``day``, or the Monday after a weekend."""
    return day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())


def _next_in_months(first: date, step: int, after: date) -> date:
    passed = (after.year - first.year) * 12 + after.month - first.month
    month = passed - passed % step
    found = _months_later(first, month)
    return found if found > after else _months_later(first, month + step)


def _months_later(first: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month."""
    years, month = divmod(first.month - 1 + months, 12)
    year = first.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))
