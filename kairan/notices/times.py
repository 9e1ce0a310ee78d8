"""At which times mail may reach people: what they settled, as values; who never did, at any."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import time

from kairan.clock.days import zone_named
from kairan.notices.models import MailTimes
from kairan.notices.planning import Times
from kairan.people.models import User
from kairan.shell.feature import features

Hours = Mapping[int, tuple[time, Collection[int]]]


def settled_times(person: User) -> MailTimes:
    """Return the row of ``person``, or the defaults, not saved."""
    try:
        return person.mail_times
    except MailTimes.DoesNotExist:
        return MailTimes(person_id=person.pk)


def times_of(person: User, hours: Hours) -> Times:
    """Return when mail may reach ``person``; ``hours`` are those of :func:`daily_hours`."""
    times = settled_times(person).times(zone_named(person.time_zone))
    if person.pk not in hours:
        return times
    daily_at, weekdays = hours[person.pk]
    return replace(times, daily_at=daily_at, daily_weekdays=frozenset(weekdays))


def daily_hours(ids: Iterable[int]) -> Hours:
    """Return at which hour and on which weekdays the daily mails of those of ``ids`` come who
    settled it; a question to each feature, none without ``ids``.
    """
    people = list(ids)
    found: dict[int, tuple[time, Collection[int]]] = {}
    if people:
        for each in features():
            found.update(each.daily_hours(people))
    return found
