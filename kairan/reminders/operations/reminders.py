"""Free-standing reminders: set, change, put off, be done with, throw away; and let them ring."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.clock.claims import locked
from kairan.clock.days import A_DAY, day_of, moment_of, zone_named
from kairan.clock.worker import stopping
from kairan.notices.operations import announce_each, withdraw
from kairan.people.models import User
from kairan.reminders.leads import terms_of
from kairan.reminders.models import Reminder
from kairan.reminders.notices import ReminderRung
from kairan.reminders.repeats import Repeat, next_day
from kairan.reminders.snoozing import Snooze, snoozed_until
from kairan.shell.refusals import Refused

State = Reminder.State
# A commit of 200 holds the lock of SQLite for some twenty milliseconds: forms go between.
AT_ONCE = 200
TRIES = 10


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a person has typed: day and time as clocks in their time zone show them."""

    text: str
    day: date
    time_of_day: time
    note: str = ""
    repeat: str = Repeat.NEVER
    key: UUID | None = None


@transaction.atomic
def save(draft: Draft, *, owner: User, reminder: Reminder | None = None) -> Reminder:
    """Set a reminder, or change one; what comes with one ``key`` is one reminder.

    Who changes the words alone leaves the moment as it is, put off or rung.
    """
    if reminder is None:
        reminder = _begun(draft, owner)
    else:
        _lock(reminder)
    timing = (draft.day, draft.time_of_day, draft.repeat)
    if (reminder.first_on, reminder.time_of_day, reminder.repeat) != timing:
        reminder.first_on, reminder.time_of_day, reminder.repeat = timing
        reminder.at = _first_ring(reminder, zone_named(owner.time_zone))
        reminder.state = State.WAITING
        if reminder.pk:
            withdraw(about=reminder.about)
    reminder.text, reminder.note = draft.text, draft.note
    reminder.save()
    return reminder


@transaction.atomic
def remove(reminder: Reminder) -> None:
    """Throw a reminder away; a mail of it that waits is dropped."""
    withdraw(about=reminder.about)
    reminder.delete()


@transaction.atomic
def finish(reminder: Reminder) -> None:
    """Be done with it: with this time of what repeats, which goes on; otherwise for good."""
    _lock(reminder)
    zone = zone_named(reminder.owner.time_zone)
    following = next_ring(reminder, after=now(), zone=zone)
    if reminder.repeats and following is not None:
        reminder.at = following
    else:
        reminder.state = State.DONE
    reminder.save(update_fields=["at", "state"])
    withdraw(about=reminder.about)


@transaction.atomic
def put_off(reminder: Reminder, snooze: Snooze) -> None:
    """Let it ring again later, even after it was done."""
    _lock(reminder)
    terms = terms_of(reminder.owner)
    reminder.at = snoozed_until(snooze, now=now(), terms=terms)
    reminder.state = State.WAITING
    reminder.save(update_fields=["at", "state"])
    withdraw(about=reminder.about)


def ring_due(now: datetime) -> datetime | None:
    """Let everything ring that is due at ``now`` (aware); return when the next falls due.

    Whoever locks a row announces it and moves it on in one transaction: each rings once, whoever
    is killed and however many workers there are. What rang while no worker ran rings once, late.
    """
    while _ring_some(now) and not stopping():
        pass
    return Reminder.objects.upcoming().order_by("at").values_list("at", flat=True).first()


def next_ring(reminder: Reminder, *, after: datetime, zone: tzinfo) -> datetime | None:
    """Return the next moment (UTC) of the series that is later than ``after``, if any."""
    day = day_of(after, zone) - A_DAY
    for _try in range(TRIES):
        found = next_day(reminder.first_on, reminder.repeat, after=day)
        if found is None:
            return None
        moment = moment_of(found, reminder.time_of_day, zone)
        if moment > after:
            return moment
        day = found
    return None


@transaction.atomic
def move(owner: User, *, old_zone: tzinfo) -> None:
    """Let what repeats ring at its hour in the new time zone of ``owner``; other moments stay."""
    zone, moment = zone_named(owner.time_zone), now()
    waiting = Reminder.objects.visible_to(owner).upcoming().exclude(repeat=Repeat.NEVER)
    for reminder in waiting.select_for_update():
        on_series = moment_of(day_of(reminder.at, old_zone), reminder.time_of_day, old_zone)
        following = next_ring(reminder, after=moment, zone=zone)
        if reminder.at == on_series and following is not None:
            reminder.at = following
            reminder.save(update_fields=["at"])


def _begun(draft: Draft, owner: User) -> Reminder:
    if draft.key is None:
        return Reminder(owner=owner)
    # Two clicks of one form come one after the other.
    User.objects.get_queryset().select_for_update().get(pk=owner.pk)
    known = Reminder.objects.visible_to(owner).filter(key=draft.key).first()
    return known or Reminder(owner=owner, key=draft.key)


def _lock(reminder: Reminder) -> None:
    """Read the row as it is now: it may have rung, or gone, since it was read."""
    try:
        reminder.refresh_from_db(from_queryset=Reminder.objects.select_for_update())
    except Reminder.DoesNotExist as error:
        raise Refused(_("This reminder is deleted already.")) from error


def _first_ring(reminder: Reminder, zone: tzinfo) -> datetime:
    first = next_ring(reminder, after=now(), zone=zone)
    if first is None:
        raise Refused(_("That moment is over already. Choose a later one."))
    return first


@transaction.atomic
def _ring_some(now: datetime) -> bool:
    """Let the first of what is due ring; return whether there may be more."""
    due = Reminder.objects.upcoming().filter(at__lte=now)
    rows = list(locked(due).select_related("owner").order_by("at", "pk")[:AT_ONCE])
    announce_each((ReminderRung.of(row), row.owner) for row in rows if row.owner.is_active)
    goes_on: list[Reminder] = []
    for row in rows:
        following = _following(row, now)
        if following is not None:
            row.at = following
            goes_on.append(row)
    Reminder.objects.bulk_update(goes_on, ["at"])
    over = {row.pk for row in rows}.difference(row.pk for row in goes_on)
    Reminder.objects.filter(pk__in=over).update(state=State.RUNG)
    return len(rows) == AT_ONCE


def _following(reminder: Reminder, now: datetime) -> datetime | None:
    """Return when ``reminder`` rings again, unless it has rung for the last time."""
    if not (reminder.owner.is_active and reminder.repeats):
        return None
    return next_ring(reminder, after=now, zone=zone_named(reminder.owner.time_zone))
