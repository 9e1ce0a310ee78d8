"""A rule as people choose it in a form: in a word, with an interval and an end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.apps.schedule.recurrence import (
    LAST,
    WORKDAYS,
    Frequency,
    Recurrence,
    nth_weekday,
)


class Repeats(models.TextChoices):
    """In which way an event repeats; what a month holds follows from the first day."""

    NEVER = "", _("Does not repeat")
    DAILY = "daily", _("Daily")
    WORKDAYS = "workdays", _("Monday to Friday")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly, on the day of the month")
    MONTHLY_WEEKDAY = "monthly-weekday", _("Monthly, on the weekday (such as the second Tuesday)")
    MONTHLY_LAST_WEEKDAY = "monthly-last-weekday", _("Monthly, on the last such weekday")
    MONTHLY_LAST = "monthly-last", _("Monthly, on the last day")
    YEARLY = "yearly", _("Yearly")


def rule_from(
    chosen: str, first: date, *, interval: int, weekdays: Sequence[int]
) -> Recurrence | None:
    """Return the endless rule that was chosen for an event on ``first``."""
    if not chosen:
        return None
    days = tuple(sorted(weekdays)) or (first.weekday(),)
    weekday = (first.weekday(),)
    rules = {
        Repeats.DAILY: Recurrence(frequency=Frequency.DAILY),
        Repeats.WORKDAYS: Recurrence(frequency=Frequency.DAILY, weekdays=WORKDAYS),
        Repeats.WEEKLY: Recurrence(frequency=Frequency.WEEKLY, weekdays=days),
        Repeats.MONTHLY: Recurrence(frequency=Frequency.MONTHLY, month_day=first.day),
        Repeats.MONTHLY_WEEKDAY: Recurrence(
            frequency=Frequency.MONTHLY, weekdays=weekday, week=nth_weekday(first)
        ),
        Repeats.MONTHLY_LAST_WEEKDAY: Recurrence(
            frequency=Frequency.MONTHLY, weekdays=weekday, week=LAST
        ),
        Repeats.MONTHLY_LAST: Recurrence(frequency=Frequency.MONTHLY, month_day=LAST),
        Repeats.YEARLY: Recurrence(
            frequency=Frequency.YEARLY, month=first.month, month_day=first.day
        ),
    }
    step = 1 if chosen == Repeats.WORKDAYS else interval
    return replace(rules[Repeats(chosen)], interval=step)


def fields_of(rule: Recurrence | None) -> Mapping[str, Any]:
    """Return what stands in the fields of the form for ``rule``."""
    if rule is None:
        return {"repeats": Repeats.NEVER, "interval": 1}
    return {
        "repeats": _chosen(rule),
        "interval": rule.interval,
        "weekdays": [str(day) for day in rule.weekdays],
        "until": rule.until,
        "count": rule.count,
    }


def _chosen(rule: Recurrence) -> Repeats:
    match rule.frequency:
        case Frequency.DAILY:
            return Repeats.WORKDAYS if rule.weekdays else Repeats.DAILY
        case Frequency.WEEKLY:
            return Repeats.WEEKLY
        case Frequency.YEARLY:
            return Repeats.YEARLY
        case Frequency.MONTHLY if rule.month_day:
            return Repeats.MONTHLY_LAST if rule.month_day == LAST else Repeats.MONTHLY
        case _:
            return Repeats.MONTHLY_LAST_WEEKDAY if rule.week == LAST else Repeats.MONTHLY_WEEKDAY


def moved_along(weekdays: Sequence[int], old: date, new: date) -> Sequence[int]:
    """Return ``weekdays`` of a weekly rule whose first day is moved off them, moved along."""
    if new.weekday() in weekdays or old.weekday() not in weekdays:
        return weekdays
    return [(day + new.weekday() - old.weekday()) % 7 for day in weekdays]
