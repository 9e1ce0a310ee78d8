"""What participants do by themselves: leave, and choose how they are reminded."""

from django.db import transaction

from kairan.apps.schedule.announcing import tell_left
from kairan.apps.schedule.models import Event, Participation
from kairan.apps.schedule.operations.locking import locked
from kairan.apps.schedule.reminding import remember_leads, settle
from kairan.notices.operations import withdraw
from kairan.people.models import User


@transaction.atomic
def leave(event: Event, *, person: User) -> None:
    """Let ``person`` take part no more, on days changed by themselves neither; tell the author."""
    event = locked(event)
    if not _take_out(event, person):
        return
    for alone in event.alone.standing().filter(participations__person=person):
        _take_out(locked(alone), person)
    tell_left(event, by=person)


def _take_out(event: Event, person: User) -> bool:
    if not event.participations.filter(person=person).delete()[0]:
        return False
    people = [each for each in event.selection.people if each != person.pk]
    event.invited = {**event.invited, "people": people}
    event.left = sorted({*event.left, person.pk})
    event.version += 1
    event.save(update_fields=["invited", "left", "version", "changed_at"])
    withdraw(about=event.about, person=person)
    settle([event])
    return True


@transaction.atomic
def choose_reminders(event: Event, *, person: User, reminded: Participation.Reminded) -> None:
    """Remind ``person`` as the event says, by their own lead times, or not at all."""
    event = locked(event)
    event.participations.filter(person=person).update(reminded=reminded)
    if reminded is Participation.Reminded.OWN:
        remember_leads(person.pk)
    settle([event])
