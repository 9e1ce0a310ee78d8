"""What people do within some days, as somebody who looks may know it: in three queries.

This is the one place where a private event of others turns into a block that says "Busy".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from django.utils.translation import gettext as _

from kairan.apps.schedule.models import Event, Participation, ParticipationQuerySet
from kairan.apps.schedule.occurrences import DAY, Span, Times

AT_ONCE = 500
NEEDED = (
    *("title", "place", "is_private", "first_day", "last_day", "span", "begins_at", "ends_at"),
    *("time_zone", "rule", "until", "skipped"),
)
"""What of an event stands in a calendar; the rest is not fetched for hundreds of them."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One occurrence as it may be shown; one of which only the hours are known has no ``url``."""

    times: Times
    title: str
    place: str = ""
    url: str = ""
    is_private: bool = False

    @property
    def starts_at(self) -> datetime | None:
        return self.times.starts_at

    @property
    def ends_at(self) -> datetime | None:
        return self.times.ends_at

    @property
    def is_all_day(self) -> bool:
        return self.times.span is Span.ALL_DAY

    def is_on(self, day: date, zone: tzinfo) -> bool:
        """Return whether somebody in ``zone`` sees it on ``day``."""
        first, last = self.times.days(zone)
        return first <= day <= last

    def begins_on(self, day: date, zone: tzinfo) -> bool:
        """Return whether somebody in ``zone`` sees it begin on ``day``."""
        return self.times.days(zone)[0] == day


def read(
    viewer_id: int, people: Collection[int], first: date, last: date, zone: tzinfo
) -> Mapping[int, Sequence[Entry]]:
    """Return what each of ``people`` does from ``first`` to ``last``, days of ``zone``, in order.

    At most three queries per 500 people, however many events there are.
    """
    found: dict[int, list[Entry]] = {person: [] for person in people}
    parts = list(_parts(sorted(found), first, last, zone))
    secret = {part.event_id for part in parts if part.event.is_private}
    known = _known(viewer_id, secret)
    shown = {part.event_id: part.event for part in parts}
    entries = {
        pk: [
            _entry(event, times, is_known=pk not in secret or pk in known)
            for times in event.pattern.shown(first, last, zone)
        ]
        for pk, event in shown.items()
    }
    for part in parts:
        found[part.person_id] += entries[part.event_id]
    return {person: sorted(each, key=_place) for person, each in found.items()}


def _parts(people: Sequence[int], first: date, last: date, zone: tzinfo) -> Iterator[Participation]:
    start = _moment(first, zone)
    end = _moment(last + DAY, zone)
    for begin in range(0, len(people), AT_ONCE):
        of = Participation.objects.of(people[begin : begin + AT_ONCE])
        yield from _with_events(of.short_between(start, end))
        yield from _with_events(of.long_between(start, end))


def _moment(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _with_events(parts: ParticipationQuerySet) -> Iterable[Participation]:
    needed = [f"event__{name}" for name in NEEDED]
    return parts.select_related("event").only("person_id", *needed)


def _known(viewer_id: int, secret: Collection[int]) -> set[int]:
    """Return those private events of which the viewer may know all."""
    if not secret:
        return set()
    authored = Event.objects.filter(pk__in=secret, author=viewer_id).values_list("pk")
    taking = Participation.objects.filter(event__in=secret, person=viewer_id)
    both = authored.union(taking.values_list("event_id"))
    return {pk for (pk,) in both}


def _entry(event: Event, times: Times, *, is_known: bool) -> Entry:
    if not is_known:
        return Entry(times=times, title=_("Busy"), is_private=True)
    url = event.get_absolute_url()
    return Entry(
        times=times,
        title=event.title,
        place=event.place,
        url=f"{url}?on={times.day}" if event.repeats else url,
        is_private=event.is_private,
    )


def _place(entry: Entry) -> tuple[bool, datetime, str]:
    """Order what takes all day first, then by beginning."""
    return entry.starts_at is not None, entry.times.begins, entry.title


def by_day(
    entries: Iterable[Entry], days: Sequence[date], zone: tzinfo
) -> Mapping[date, Sequence[Entry]]:
    """Return the entries of each of ``days``."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        first, last = entry.times.days(zone)
        for day in days:
            if first <= day <= last:
                found[day].append(entry)
    return {day: found[day] for day in days}
