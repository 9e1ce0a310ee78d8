"""The round of bundles: whichever moment has come is mailed, as one mail to each address.

What a bundle holds is worded with no transaction open. Whoever then moves it out of ``open``, with
the same in it still, hands its letters over in the same transaction: a kill before the commit
leaves it due, one after it finds it handed over, and a second worker changes no row.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now as current_time

from kairan.delivery.operations import Mailing, Purpose, submit
from kairan.mailservers import sender
from kairan.notices.bundling import put_out
from kairan.notices.gathering import Gathered, Group, gather
from kairan.notices.models import Announcement, Bundle, Notification, Part, Wording
from kairan.notices.notice import kinds
from kairan.notices.times import times_of
from kairan.shell.feature import features

AT_ONCE = 50
# A daily mail waits for what joins it: at most this often, for this long each time.
PATIENCE, A_MOMENT = 180, timedelta(seconds=5)

State = Bundle.State
Reason = Notification.Reason


def close_due(now: datetime) -> datetime | None:
    """Mail every bundle that is due at ``now`` (aware); return when the next one is, if any."""
    while due := list(_due(now)[:AT_ONCE]):
        expecting = _expecting([each for each in due if each.kind == Bundle.Kind.DAILY])
        for bundle in due:
            if bundle.person_id in expecting and bundle.kind == Bundle.Kind.DAILY:
                _postpone(bundle, until=now + A_MOMENT)
            else:
                _close(bundle, now)
    waiting = Bundle.objects.open().order_by("closes_at")
    return waiting.values_list("closes_at", flat=True).first()


def _due(now: datetime) -> QuerySet[Bundle]:
    due = Bundle.objects.due(now).select_related("person__mail_times")
    return due.order_by("closes_at", "pk")


def _expecting(bundles: Sequence[Bundle]) -> set[int]:
    """Return for whom something that joins their daily mail is on its way to the bundle.

    First who is still owed it, then what is announced and not worded: in this order nothing slips
    from the one into the other unseen.
    """
    people = {each.person_id for each in bundles if each.postponed < PATIENCE}
    if not people:
        return set()
    moment = current_time()
    owed = {each for feature in features() for each in feature.owe_daily_mail(people, moment)}
    return owed | (people & _announced(moment))


def _announced(moment: datetime) -> set[int]:
    joining = [each.kind for each in kinds() if each.joins_daily_mail]
    waiting = Announcement.objects.filter(
        state=Announcement.State.WAITING, kind__in=joining, due_at__lte=moment
    )
    return {each for ids in waiting.values_list("recipients", flat=True) for each in ids}


def _postpone(bundle: Bundle, *, until: datetime) -> None:
    held = Bundle.objects.open().filter(pk=bundle.pk, closes_at=bundle.closes_at)
    held.update(closes_at=until, postponed=F("postponed") + 1)


def _close(bundle: Bundle, now: datetime) -> None:
    """Mail ``bundle``, or let it wait on where its person may not be disturbed at ``now``."""
    later = times_of(bundle.person, {}).next_open(now)
    if later > now:
        held = Bundle.objects.open().filter(pk=bundle.pk, closes_at=bundle.closes_at)
        held.update(closes_at=later)
        return
    while not _hand_over(bundle, gather(bundle, now=current_time())):
        """Something was put in or taken out meanwhile."""


@transaction.atomic
def _hand_over(bundle: Bundle, gathered: Gathered) -> bool:
    """Commit what was gathered; return False when the bundle holds something else by now."""
    moment = current_time()
    state = State.SENT if gathered.groups else State.EMPTY
    claimed = Bundle.objects.open().filter(pk=bundle.pk)
    if not claimed.update(state=state, settled_at=moment):
        return True
    inside = Notification.objects.filter(bundle=bundle, way=Notification.Way.MAIL)
    if set(inside.values_list("pk", flat=True)) != gathered.inside:
        transaction.set_rollback(True)
        return False
    for reason, ids in gathered.leaving.items():
        _take_out(ids, reason)
    for group in gathered.groups:
        _submit(bundle, group, gathered)
    return True


def _take_out(ids: Collection[int], reason: Notification.Reason) -> None:
    those = Notification.objects.filter(pk__in=ids)
    those.update(rings=reason != Reason.INACTIVE)
    put_out(those, reason=reason)


def _submit(bundle: Bundle, group: Group, gathered: Gathered) -> None:
    first = group.members[0]
    is_one = len(group.members) == 1
    letter = submit(
        Mailing(
            letter=group.letter,
            recipients=group.recipients,
            server=gathered.settings.outgoing,
            sender=sender.envelope_sender(gathered.settings),
            purpose=Purpose.NOTIFICATION,
            kind=first.notification.announcement.kind if is_one else f"notices.{bundle.kind}",
            about=first.notification.announcement.about if is_one else bundle.about,
            by=first.notification.announcement.by if is_one else None,
            expires_after=group.expires_after,
            when_uncertain=group.when_uncertain,
        )
    )
    ids = [each.notification.pk for each in group.members]
    those = Notification.objects.filter(pk__in=ids)
    if is_one:
        wording = Wording.objects.create(
            announcement=first.notification.announcement, letter=letter
        )
        those.update(wording=wording, reason=Reason.NOTHING)
        return
    Part.objects.bulk_create(
        Part(bundle=bundle, notification_id=each, letter=letter) for each in ids
    )
    those.update(reason=Reason.NOTHING)
