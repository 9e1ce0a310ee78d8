"""Which reminders of events fall due next: kept in step with events, people and their lead times.

Every lead time of an event is one row that stands at the next occurrence.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import now as current_time

from kairan import clock
from kairan.apps.schedule.models import Event, OwnLeads, Participation, Reminder
from kairan.apps.schedule.occurrences import DAY, Pattern
from kairan.reminders.leads import event_leads

AT_ONCE = 500
Slot = tuple[int | None, int]
"""For whom (None: all who go by the event), and how many minutes before."""


def upcoming(pattern: Pattern, lead: int, *, after: datetime) -> tuple[date, datetime] | None:
    """Return day and due moment of the first occurrence whose reminder lies after ``after``."""
    before = timedelta(minutes=lead)
    since = (after + before).astimezone(pattern.zone).date() - DAY
    for times in pattern.from_day(since):
        due_at = times.begins - before
        if due_at > after:
            return times.day, due_at
    return None


def following(
    pattern: Pattern, lead: int, *, day: date, now: datetime
) -> tuple[date, datetime] | None:
    """Return day and due moment of the first occurrence after ``day`` that is not over."""
    since = max(day + DAY, now.astimezone(pattern.zone).date() - pattern.length - DAY)
    for times in pattern.from_day(since):
        if times.over_at > now:
            return times.day, times.begins - timedelta(minutes=lead)
    return None


@dataclass
class _Changes:
    """What has to be written so that the rows are in step."""

    created: list[Reminder] = field(default_factory=list)
    moved: list[Reminder] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)

    def place(self, event: Event, slot: Slot, row: Reminder | None, now: datetime) -> None:
        """Let ``slot`` of ``event`` stand where it falls due next."""
        if row is not None and _is_pending(row, event.pattern, now):
            return
        place = upcoming(event.pattern, slot[1], after=now)
        if row is None:
            self.created += [_row(event, slot, place)] if place is not None else []
        elif place is None:
            self.stale.append(row.pk)
        elif (row.day, row.due_at) != place:
            row.day, row.due_at = place
            self.moved.append(row)

    def write(self) -> None:
        """Write it, in at most three statements per 500 rows."""
        Reminder.objects.filter(pk__in=self.stale).delete()
        Reminder.objects.bulk_create(self.created, batch_size=AT_ONCE)
        Reminder.objects.bulk_update(self.moved, ["day", "due_at"], batch_size=AT_ONCE)


@transaction.atomic
def settle(events: Sequence[Event]) -> None:
    """Bring the reminders of ``events`` in step with their times, people and lead times.

    What has fallen due and not been sent yet stays due, unless it was moved. What was sent is not
    sent again, unless it was moved to a later moment. The number of queries does not depend on
    how many events, people or reminders there are.
    """
    moment = current_time()
    rows: dict[int, dict[Slot, Reminder]] = defaultdict(dict)
    found = Reminder.objects.select_for_update().filter(event__in=[each.pk for each in events])
    for row in found:
        rows[row.event_id][row.person_id, row.lead] = row
    own = _own(events)
    changes = _Changes()
    for event in events:
        known, slots = rows[event.pk], _slots(event, own.get(event.pk, {}))
        changes.stale += [row.pk for slot, row in known.items() if slot not in slots]
        for slot in slots:
            changes.place(event, slot, known.get(slot), moment)
    changes.write()
    clock.wake("event-reminders")


def follow_leads(now: datetime) -> None:
    """Move the reminders of those who have changed their own lead times since."""
    people = list(OwnLeads.objects.order_by("pk"))
    for start in range(0, len(people), AT_ONCE):
        batch = people[start : start + AT_ONCE]
        leads = event_leads([each.pk for each in batch])
        for each in batch:
            minutes = _minutes(leads[each.pk])
            if minutes != each.minutes:
                _follow(each, minutes, now)


@transaction.atomic
def _follow(known: OwnLeads, minutes: list[int], now: datetime) -> None:
    OwnLeads.objects.filter(pk=known.pk).update(minutes=minutes)
    parts = Participation.objects.filter(
        person=known.pk, reminded=Participation.Reminded.OWN, last_end__gt=now
    )
    events = list(Event.objects.standing().filter(pk__in=parts.values("event")))
    for start in range(0, len(events), AT_ONCE):
        settle(events[start : start + AT_ONCE])


def remember_leads(person_id: int) -> None:
    """From now on follow what this person settles as lead times."""
    minutes = _minutes(event_leads([person_id])[person_id])
    OwnLeads.objects.update_or_create(person_id=person_id, defaults={"minutes": minutes})


def _own(events: Sequence[Event]) -> Mapping[int, Mapping[int, list[int]]]:
    """Return, per event, the lead times of those who go by their own."""
    parts = Participation.objects.filter(
        event__in=[each.pk for each in events], reminded=Participation.Reminded.OWN
    ).values_list("event_id", "person_id")
    pairs = list(parts)
    leads: dict[int, list[int]] = {}
    for batch in _batches(sorted({person for _event, person in pairs})):
        found = event_leads(batch)
        leads |= {person: _minutes(found[person]) for person in batch}
    own: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for event, person in pairs:
        own[event][person] = leads[person]
    return own


def _batches(ids: Sequence[int]) -> Iterable[Collection[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _slots(event: Event, own: Mapping[int, list[int]]) -> set[Slot]:
    if event.is_cancelled:
        return set()
    slots: set[Slot] = {(None, lead) for lead in event.leads}
    return slots | {(person, lead) for person, leads in own.items() for lead in leads}


def _is_pending(row: Reminder, pattern: Pattern, now: datetime) -> bool:
    """Whether ``row`` waits for the round, and rightly so: its occurrence was not moved."""
    if row.due_at > now or not pattern.has(row.day):
        return False
    return pattern.on(row.day).begins - timedelta(minutes=row.lead) == row.due_at


def _row(event: Event, slot: Slot, place: tuple[date, datetime]) -> Reminder:
    person, lead = slot
    return Reminder(event=event, person_id=person, lead=lead, day=place[0], due_at=place[1])


def _minutes(leads: Iterable[timedelta]) -> list[int]:
    return sorted({int(each.total_seconds()) // 60 for each in leads}, reverse=True)
