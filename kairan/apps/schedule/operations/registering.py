"""A new event: it is written down once, and the other participants hear of it."""

from uuid import uuid4

from django.db import transaction

from kairan.apps.schedule.announcing import tell_registered
from kairan.apps.schedule.models import Event
from kairan.apps.schedule.operations.plans import Plan, resolved, set_participants, write
from kairan.apps.schedule.reminding import settle
from kairan.people.models import User


@transaction.atomic
def register(plan: Plan, *, author: User) -> Event:
    """Register what ``author`` planned and tell the other participants.

    What comes with one ``key`` is one event, however often its form was sent. Refuse an event in
    which nobody takes part, and a rule by which nothing takes place.
    """
    key = plan.key or uuid4()
    User.objects.get_queryset().select_for_update().get(pk=author.pk)
    known = Event.objects.filter(author=author, key=key).first()
    if known is not None:
        return known
    people = resolved(plan)
    event = Event(author=author, key=key)
    write(event, plan)
    set_participants(event, people)
    settle([event])
    tell_registered(event, to=people, by=author)
    return event
