"""Who hears what of an event: the participants, less whoever did it, in the way the event says."""

from collections.abc import Collection
from datetime import date
from typing import Any

from kairan.apps.schedule.differences import MOST_NAMES, People
from kairan.apps.schedule.invitations import CANCEL, REQUEST, cancellation, invitation
from kairan.apps.schedule.models import Event
from kairan.apps.schedule.notices import (
    EventCancelled,
    EventChanged,
    EventRegistered,
    ParticipantLeft,
    ParticipantRemoved,
)
from kairan.apps.schedule.said import Said
from kairan.notices.notice import Notice
from kairan.notices.operations import announce
from kairan.people.models import User


def tell_registered(event: Event, *, to: Collection[int], by: User) -> None:
    """Tell the people in ``to`` that they take part in ``event``."""
    if to:
        _tell(event, EventRegistered(**_invited(event)), to=to, by=by)


def tell_changed(event: Event, before: Said, after: Said, *, by: User) -> None:
    """Tell who came, who stays, and who no longer takes part, what is new for each of them."""
    tell_registered(event, to=after.people - before.people, by=by)
    _tell_removed(event, before, to=before.people - after.people, by=by)
    staying = before.people & after.people
    if before == after or not staying:
        return
    joined, gone = after.people - before.people, before.people - after.people
    notice = EventChanged(
        **_invited(event),
        old_subject=before.title,
        old_place=before.place,
        old_pattern=before.pattern.to_text(),
        old_details=before.details,
        came=_people(joined),
        went=_people(gone),
    )
    _tell(event, notice, to=staying, by=by)


def _tell_removed(event: Event, before: Said, *, to: Collection[int], by: User) -> None:
    """Tell the people in ``to`` that ``event`` takes place without them.

    They know what it said while they took part; what it says by now is no business of theirs.
    """
    if to:
        was = before.restored(event)
        notice = ParticipantRemoved(
            **_facts(was),
            known_details=was.details,
            method=CANCEL,
            ics=cancellation(was, attendees=to),
        )
        _tell(event, notice, to=to, by=by)


def tell_cancelled(event: Event, *, to: Collection[int], by: User, day: date | None = None) -> None:
    """Tell the people in ``to`` that ``event``, or that of ``day``, does not take place."""
    if to:
        _tell(event, EventCancelled(**_called_off(event, day=day)), to=to, by=by)


def tell_left(event: Event, *, by: User) -> None:
    """Tell the author that ``by`` no longer takes part."""
    notice = ParticipantLeft(**_facts(event), person=str(by))
    announce(notice, to=[event.author_id], by=by, by_mail=event.way == Event.Way.MAIL)


def _tell(event: Event, notice: Notice, *, to: Collection[int], by: User) -> None:
    if event.way != Event.Way.NONE:
        announce(notice, to=to, by=by, by_mail=event.way == Event.Way.MAIL)


def _facts(event: Event, *, day: date | None = None) -> dict[str, Any]:
    pattern = event.pattern if day is None else event.pattern.alone(day)
    return {
        "event_id": event.pk,
        "subject": event.title,
        "place": event.place,
        "pattern": pattern.to_text(),
        "author": str(event.author),
        "day": day,
    }


def _invited(event: Event) -> dict[str, Any]:
    people = event.participations.order_by("pk").values_list("person_id", flat=True)
    return {
        **_facts(event),
        "details": event.details,
        "participants": _names(people[:MOST_NAMES]),
        "participants_total": event.participations.count(),
        "method": REQUEST,
        "ics": invitation(event),
    }


def _called_off(event: Event, *, day: date | None = None) -> dict[str, Any]:
    return {
        **_facts(event, day=day),
        "method": CANCEL,
        "ics": cancellation(event, day=day),
    }


def _names(ids: Collection[int]) -> tuple[str, ...]:
    return tuple(name for _pk, name in _people(ids) if name)


def _people(ids: Collection[int]) -> People:
    ordered = sorted(ids)
    people = User.objects.get_queryset().filter(pk__in=ordered[:MOST_NAMES])
    names = {person.pk: str(person) for person in people}
    return tuple((pk, names.get(pk, "")) for pk in ordered)
