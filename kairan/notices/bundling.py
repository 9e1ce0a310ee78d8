"""Bundles while they are open: what waits is put in, and taken out when it is stale.

Whoever puts in, takes out or closes locks the row of the bundle first, so what is mailed is what
was in it at that moment, however many workers there are.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils.timezone import now as current_time

from kairan import clock
from kairan.notices.models import Bundle, Notification
from kairan.notices.planning import Mail
from kairan.notices.preferences import choices_of
from kairan.notices.times import daily_hours, times_of
from kairan.people.models import User

ROUND = "bundles"
Reason, Way = Notification.Reason, Notification.Way
Place = tuple[int, Bundle.Kind]
"""Whose bundle of which kind."""


def take_in(waiting: Mapping[Place, datetime], *, now: datetime) -> dict[Place, Bundle]:
    """Return an open bundle, locked, for each place of ``waiting``; belongs in a transaction.

    One that is open already closes no later than the moment (aware) beside its place.
    """
    if not waiting:
        return {}
    found: dict[Place, Bundle] = {}
    while missing := [place for place in waiting if place not in found]:
        Bundle.objects.bulk_create(
            [
                Bundle(person_id=person, kind=kind, opened_at=now, closes_at=waiting[person, kind])
                for person, kind in sorted(missing)
            ],
            ignore_conflicts=True,
        )
        people = {person for person, _kind in missing}
        held = Bundle.objects.open().filter(person__in=people).order_by("pk").select_for_update()
        found |= {(each.person_id, Bundle.Kind(each.kind)): each for each in held}
    _bring_forward((found[place], moment) for place, moment in waiting.items())
    clock.wake(ROUND)
    return {place: found[place] for place in waiting}


def _bring_forward(moments: Iterable[tuple[Bundle, datetime]]) -> None:
    for bundle, moment in moments:
        if moment < bundle.closes_at:
            bundle.closes_at = moment
            bundle.save(update_fields=["closes_at"])


@transaction.atomic
def leave(notifications: QuerySet[Notification], *, reason: Notification.Reason) -> int:
    """Take those of ``notifications`` that wait out of their bundles; return how many."""
    return put_out(hold(notifications), reason=reason)


def hold(notifications: QuerySet[Notification]) -> QuerySet[Notification]:
    """Return those of ``notifications`` that wait in bundles, which stay open until the
    transaction ends.
    """
    waiting = notifications.filter(bundle__state=Bundle.State.OPEN, way=Way.MAIL)
    bundles = Bundle.objects.open().filter(pk__in=waiting.order_by().values("bundle"))
    ids = [each.pk for each in bundles.order_by("pk").select_for_update()]
    return notifications.filter(bundle__in=ids, way=Way.MAIL) if ids else notifications.none()


def put_out(notifications: QuerySet[Notification], *, reason: Notification.Reason) -> int:
    """Say of ``notifications``, whose bundles are locked, that no mail comes, and why."""
    return notifications.update(
        bundle=None,
        reason=reason,
        way=Case(When(rings=True, then=Value(Way.BELL)), default=Value(Way.NONE)),
    )


@transaction.atomic
def replan(person: User, *, now: datetime) -> None:
    """Let what waits for ``person`` leave by their times and choices as they are now (aware)."""
    held = Bundle.objects.open().filter(person=person).select_for_update()
    times = times_of(person, daily_hours([person.pk]))
    wanted = choices_of(person)
    for bundle in held:
        kinds = bundle.notifications.values_list("announcement__kind", flat=True).distinct()
        if bundle.kind == Bundle.Kind.DAILY:
            bundle.closes_at = times.next_open(max(now, times.next_daily(bundle.opened_at)))
        elif any(kind not in wanted or wanted[kind].mail is Mail.NOW for kind in kinds):
            bundle.closes_at = times.next_open(now)
        else:
            bundle.closes_at = times.next_open(max(now, bundle.opened_at + times.window))
        bundle.save(update_fields=["closes_at"])
    clock.wake(ROUND)


def waiting_for(people: Collection[int]) -> dict[Place, datetime]:
    """Return when the bundles that are open for ``people`` (ids) close; one query."""
    found = Bundle.objects.open().filter(person__in=people, closes_at__gt=current_time())
    rows = found.values_list("person_id", "kind", "closes_at")
    return {(person, Bundle.Kind(kind)): moment for person, kind, moment in rows}
