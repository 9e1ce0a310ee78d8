"""What the schedule answers to the house: somebody's day, and who is engaged right now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.utils.timezone import get_current_timezone, now

from kairan.apps.schedule.calendars import Entry, read
from kairan.apps.schedule.occurrences import Span
from kairan.shell.feature import Appointment, Engagement


def agenda(person_id: int, day: date) -> Sequence[Appointment]:
    """Return what happens to this person on ``day`` of the active time zone, in two queries."""
    zone = get_current_timezone()
    entries = read(person_id, [person_id], day, day, zone)[person_id]
    moment = now()
    return [
        Appointment(
            title=entry.title,
            url=entry.url,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            place=entry.place,
            is_done=entry.times.over_at <= moment,
        )
        for entry in entries
    ]


def engagements(
    viewer_id: int, people: Collection[int], moment: datetime
) -> Mapping[int, Engagement]:
    """Return in what each of ``people`` is engaged at ``moment``; hours go before whole days."""
    zone = get_current_timezone()
    today = moment.astimezone(zone).date()
    found = {}
    for person, entries in read(viewer_id, people, today, today, zone).items():
        engaged = [entry for entry in entries if _is_engaged(entry, moment)]
        if engaged:
            # What has hours stands last in the order of a day, and tells more.
            found[person] = _engagement(engaged[-1])
    return found


def _is_engaged(entry: Entry, moment: datetime) -> bool:
    if entry.starts_at is None:
        return entry.times.span is Span.ALL_DAY and moment < entry.times.over_at
    return entry.starts_at <= moment < entry.times.over_at


def _engagement(entry: Entry) -> Engagement:
    return Engagement(title=entry.title, place=entry.place, until=entry.times.over_at)
