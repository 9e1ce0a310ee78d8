"""An event does not take place: all of it, one occurrence, or one and those that follow."""

from datetime import date

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.schedule.announcing import tell_cancelled, tell_changed
from kairan.apps.schedule.models import Event
from kairan.apps.schedule.notices import EventReminder
from kairan.apps.schedule.operations.locking import locked
from kairan.apps.schedule.operations.plans import Scope, participants
from kairan.apps.schedule.operations.series import end_before, retire, skip
from kairan.apps.schedule.reminding import settle
from kairan.apps.schedule.said import Said
from kairan.notices.operations import withdraw
from kairan.people.models import User
from kairan.shell.refusals import Refused


@transaction.atomic
def cancel(event: Event, *, by: User, day: date | None = None, scope: Scope = Scope.ALL) -> Event:
    """Cancel ``event``, or in a series the occurrence of ``day`` or all from it on; tell it.

    The row stays: whoever was told can still see what, and by whom. Refuse what was cancelled
    before, and a day on which nothing takes place.
    """
    event = locked(event)
    if day is None or not event.repeats or scope is Scope.ALL:
        return _cancel_all(event, by=by)
    if not event.pattern.has(day):
        raise Refused(_("Nothing takes place on this day any more."))
    if scope is Scope.ONE:
        return _cancel_one(event, day, by=by)
    if day == event.first_day:
        return _cancel_all(event, by=by)
    return _cancel_following(event, day, by=by)


def _cancel_all(event: Event, *, by: User) -> Event:
    people = participants(event)
    event.version += 1
    event.cancelled_at = now()
    event.save()
    retire(event.alone.standing().select_related("series", "author"), but=people, by=by)
    withdraw(about=event.about, notice=EventReminder)
    settle([event])
    tell_cancelled(event, to=people, by=by)
    return event


def _cancel_one(event: Event, day: date, *, by: User) -> Event:
    event.version += 1
    skip(event, day)
    settle([event])
    tell_cancelled(event, to=participants(event), by=by, day=day)
    return event


def _cancel_following(event: Event, day: date, *, by: User) -> Event:
    people = participants(event)
    before = Said.by(event, people)
    event.version += 1
    alone = event.alone.standing().filter(series_day__gte=day)
    retire(alone.select_related("series", "author"), but=people, by=by)
    end_before(event, day)
    settle([event])
    tell_changed(event, before, Said.by(event, people), by=by)
    return event
