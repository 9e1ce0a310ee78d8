"""What happens to the days of a series: one is skipped, the rest is cut off, lone ones follow."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.utils.timezone import now

from kairan.apps.schedule.announcing import tell_cancelled
from kairan.apps.schedule.models import Event
from kairan.apps.schedule.notices import EventReminder
from kairan.apps.schedule.occurrences import DAY, Pattern
from kairan.apps.schedule.operations.plans import (
    participants,
    set_participants,
    write_pattern,
)
from kairan.apps.schedule.reminding import settle
from kairan.apps.schedule.said import Said
from kairan.notices.operations import withdraw
from kairan.people.models import User

WORDS = ("title", "place", "details", "is_private", "way", "leads")


def skip(series: Event, day: date) -> None:
    """Let nothing take place on ``day`` in ``series``."""
    pattern = series.pattern
    write_pattern(series, replace(pattern, skipped={*pattern.skipped, day}))


def end_before(series: Event, day: date) -> None:
    """Let the last occurrence of ``series`` be the one before ``day``."""
    pattern = series.pattern
    if pattern.recurrence is None:
        raise ValueError("only a series has a rest")
    ended = replace(pattern.recurrence, until=day - DAY, count=None)
    shorter = replace(
        pattern,
        rule=str(ended),
        until=ended.last_day(pattern.first_day),
        skipped={each for each in pattern.skipped if each < day},
    )
    write_pattern(series, shorter)
    set_participants(series, participants(series))
    withdraw(about=series.about, notice=EventReminder)


def rest_of(old: Pattern, new: Pattern, day: date) -> Pattern:
    """Return ``new`` from ``day`` on; a number of times left as it was counts what has passed."""
    was, rule = old.recurrence, new.recurrence
    if was is None or rule is None or rule.count is None or rule.count != was.count:
        return new
    before = was.dates(old.first_day, since=old.first_day, last=day - DAY)
    return replace(new, rule=str(replace(rule, count=rule.count - len(list(before)))))


def same_days(old: Pattern, new: Pattern, day: date) -> bool:
    """Return whether ``new`` takes place at the times of ``old`` from ``day`` on."""
    if old.recurrence is None or new.recurrence is None:
        return False
    moved = replace(
        old,
        first_day=day,
        last_day=day + old.length,
        rule=new.rule,
        until=new.until,
        skipped=new.skipped,
    )
    return moved == new and old.recurrence.endless == new.recurrence.endless


def retire(alone: Iterable[Event], *, but: Collection[int], by: User) -> set[date]:
    """Give up what was changed by itself; return its days.

    The people in ``but`` hear of the series itself; who took part on that day alone hears now.
    """
    days = set()
    for event in alone:
        event.version += 1
        event.cancelled_at = now()
        withdraw(about=event.about)
        tell_cancelled(event, to=participants(event) - set(but), by=by)
        days |= {event.series_day} if event.series_day is not None else set()
        event.series = event.series_day = None
        event.save()
        settle([event])
    return days


def adapt(alone: Iterable[Event], before: Said, after: Said) -> None:
    """Let what was changed by itself follow its series where it still said the same."""
    for event in alone:
        for word in WORDS:
            if getattr(event, word) == getattr(before, word):
                setattr(event, word, getattr(after, word))
        event.version += 1
        event.save()
        people = (participants(event) | (after.people - before.people)) - (
            before.people - after.people
        )
        if people:
            set_participants(event, people)
            settle([event])
