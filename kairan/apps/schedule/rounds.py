"""What the clock runs here: reminders that fall due, and lead times that people change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kairan.apps.schedule.models import Event, Participation, Reminder
from kairan.apps.schedule.notices import EventReminder
from kairan.apps.schedule.reminding import follow_leads, following
from kairan.clock.claims import locked
from kairan.clock.rounds import Round
from kairan.clock.worker import stopping
from kairan.notices.operations import announce

AT_ONCE = 100
"""A commit of so many holds the lock of SQLite for less than a tenth of a second."""

Reminded = Participation.Reminded


def remind_due(now: datetime) -> datetime | None:
    """Announce every reminder that is due at ``now`` (aware); return when the next falls due.

    A round locks what is due (PostgreSQL passes over what another worker holds, SQLite lets one
    writer in), announces it and moves it on to the next occurrence in one transaction: a kill
    before its commit changes nothing, one after it nothing either. For what is over already
    nobody is told: whoever was away sends no old reminders.
    """
    while _remind_some(now) and not stopping():
        pass
    return Reminder.objects.order_by("due_at").values_list("due_at", flat=True).first()


@transaction.atomic
def _remind_some(now: datetime) -> bool:
    rows = list(
        locked(Reminder.objects.due(now)).select_related("event").order_by("due_at", "pk")[:AT_ONCE]
    )
    parts = _participants(rows)
    moved: list[Reminder] = []
    done: list[int] = []
    for row in rows:
        _announce(row, parts[row.event_id], now)
        place = following(row.event.pattern, row.lead, day=row.day, now=now)
        if place is None:
            done.append(row.pk)
        else:
            row.day, row.due_at = place
            moved.append(row)
    Reminder.objects.filter(pk__in=done).delete()
    Reminder.objects.bulk_update(moved, ["day", "due_at"])
    return len(rows) == AT_ONCE or any(row.due_at <= now for row in moved)


def _participants(rows: Sequence[Reminder]) -> Mapping[int, Mapping[str, set[int]]]:
    """Return, per event, who is reminded by it and who by their own lead times."""
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    parts = Participation.objects.filter(event__in={row.event_id for row in rows})
    for event, person, reminded in parts.values_list("event_id", "person_id", "reminded"):
        found[event][reminded].add(person)
    return found


def _announce(row: Reminder, parts: Mapping[str, set[int]], now: datetime) -> None:
    times = row.event.pattern.on(row.day)
    if times.over_at <= now or row.event.is_cancelled:
        return
    to = parts[Reminded.EVENT]
    if row.person_id is not None:
        to = parts[Reminded.OWN] & {row.person_id}
    notice = EventReminder.of(row.event, times, timedelta(minutes=row.lead))
    announce(notice, to=to, key=key_of(row, times.begins))


def key_of(row: Reminder, begins: datetime) -> str:
    """Return the name of this reminder of this occurrence, moved or not, for these people."""
    about: Event = row.event
    return f"{about.about}:reminder:{row.person_id or 0}:{row.lead}:{row.day}:{begins:%Y%m%dT%H%M}"


def _follow(now: datetime) -> None:
    follow_leads(now)


ROUNDS = [
    Round("event-reminders", remind_due),
    Round("event-lead-times", _follow, every=timedelta(minutes=1)),
]
