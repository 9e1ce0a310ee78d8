"""The iCalendar objects that mails of the schedule carry (RFC 5545, RFC 5546, RFC 6047).

The UID of an event never changes and its SEQUENCE rises with every change; an occurrence that was
changed or cancelled by itself bears the UID of its series and a RECURRENCE-ID.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.conf import settings as deployed
from django.utils.timezone import now
from icalendar import Calendar, Timezone, vCalAddress, vRecur
from icalendar import Event as Component

from kairan.apps.schedule.models import Event
from kairan.apps.schedule.occurrences import DAY, Pattern, Span
from kairan.apps.schedule.recurrence import Recurrence
from kairan.people.models import Address, User

REQUEST, CANCEL = "REQUEST", "CANCEL"
MOST_ATTENDEES = 100
"""Of a larger crowd nobody is listed: every mail would carry the addresses of all."""
ZONE_YEARS = 20


def invitation(event: Event) -> str:
    """Return ``event`` as it stands, with what was changed by itself in a series."""
    components = [_described(event)]
    if event.repeats:
        alone = event.alone.standing().select_related("series", "author").order_by("series_day")
        components += map(_described, alone)
        # What takes place otherwise is no exception: it names the day it replaces by itself.
        replaced = {each.series_day for each in alone}
        for day in sorted(set(event.pattern.skipped) - replaced):
            components[0].add("exdate", _begin(event.pattern, day))
    return _calendar(REQUEST, components, event.pattern)


def cancellation(
    event: Event, *, day: date | None = None, attendees: Collection[int] | None = None
) -> str:
    """Return that ``event``, or its one occurrence of ``day``, does not take place.

    With ``attendees`` it does not for these people, and nobody else is named (RFC 5546 3.2.5).
    """
    component = _described(event, day=day, attendees=attendees)
    component["STATUS"] = "CANCELLED"
    return _calendar(CANCEL, [component], event.pattern)


def _calendar(method: str, components: Iterable[Component], pattern: Pattern) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Kairan//Schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if pattern.span is Span.HOURS:
        calendar.add_component(_zone(pattern))
    for component in components:
        calendar.add_component(component)
    written: bytes = calendar.to_ical()
    return written.decode()


def _zone(pattern: Pattern) -> Timezone:
    year = timedelta(days=366)
    last = pattern.until if pattern.rule else pattern.last_day
    if last is None:
        last = pattern.first_day + ZONE_YEARS * year
    return Timezone.from_tzinfo(
        pattern.zone, first_date=pattern.first_day - year, last_date=last + year
    )


def _described(
    event: Event, *, day: date | None = None, attendees: Collection[int] | None = None
) -> Component:
    """Return the VEVENT of an event, or of its one occurrence of ``day``."""
    pattern = event.pattern if day is None else event.pattern.alone(day)
    component = Component()
    component.add("uid", str(event.series.uid if event.series else event.uid))
    component.add("dtstamp", now())
    component.add("created", event.created_at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", event.version)
    if event.series is not None and event.series_day is not None:
        component.add("recurrence-id", _begin(event.series.pattern, event.series_day))
    elif day is not None:
        component.add("recurrence-id", _begin(event.pattern, day))
    component.add("dtstart", _begin(pattern, pattern.first_day))
    component.add("dtend", _end(pattern))
    if pattern.recurrence is not None:
        _add_rule(component, pattern, pattern.recurrence)
    component.add("summary", event.title)
    if event.place:
        component.add("location", event.place)
    if event.details:
        component.add("description", event.details)
    component.add("class", "PRIVATE" if event.is_private else "PUBLIC")
    component.add("transp", "TRANSPARENT" if pattern.span is Span.UNTIMED else "OPAQUE")
    component.add("status", "CONFIRMED")
    component.add("url", f"{deployed.URL}{event.get_absolute_url()}")
    _add_people(component, event, attendees)
    return component


def _begin(pattern: Pattern, day: date) -> date:
    if pattern.begins_at is None:
        return day
    return datetime.combine(day, pattern.begins_at, pattern.zone)


def _end(pattern: Pattern) -> date:
    if pattern.ends_at is None:
        return pattern.last_day + DAY
    return datetime.combine(pattern.last_day, pattern.ends_at, pattern.zone)


def _add_rule(component: Component, pattern: Pattern, rule: Recurrence) -> None:
    parts = vRecur.from_ical(str(rule.endless))
    if rule.count is not None:
        parts["COUNT"] = rule.count
    elif pattern.until is not None:
        parts["UNTIL"] = pattern.on(pattern.until).starts_at or pattern.until
    component.add("rrule", parts)


def _add_people(component: Component, event: Event, attendees: Collection[int] | None) -> None:
    if attendees is None:
        parts = event.participations.select_related("person").order_by("pk")
        people = [part.person for part in parts[: MOST_ATTENDEES + 1]]
    else:
        people = list(User.objects.active().filter(pk__in=sorted(attendees)[: MOST_ATTENDEES + 1]))
    addresses = _public_addresses([event.author, *people])
    component.add("organizer", _person(event.author, addresses))
    if len(people) > MOST_ATTENDEES:
        return
    for person in people:
        if person.pk in addresses:
            attendee = _person(person, addresses)
            attendee.params["CUTYPE"] = "INDIVIDUAL"
            attendee.params["ROLE"] = "REQ-PARTICIPANT"
            attendee.params["PARTSTAT"] = "ACCEPTED"
            attendee.params["RSVP"] = "FALSE"
            component.add("attendee", attendee)


def _person(person: User, addresses: dict[int, str]) -> vCalAddress:
    """Return the person by a public address; who has none is named by a URI that nobody writes."""
    address = addresses.get(person.pk)
    found = vCalAddress(f"mailto:{address}" if address else f"urn:kairan:person:{person.pk}")
    found.params["CN"] = " ".join(str(person).split())
    return found


def _public_addresses(people: Iterable[User]) -> dict[int, str]:
    ids = {person.pk for person in people}
    rows = Address.objects.public().filter(user__in=ids).order_by("-pk")
    return dict(rows.values_list("user_id", "address"))
