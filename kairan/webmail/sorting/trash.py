"""How long the trash keeps mail, and the round that deletes what has lain there long enough."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kairan.people.models import User
from kairan.webmail.models import Folder, Keeping, Message, OfficeKeeping
from kairan.webmail.operations import delete_for_good

PIECE = 200


def days_of(person: User) -> int:
    """Return for how many days the trash of ``person`` keeps mail."""
    return Keeping.of(person).trash_days or OfficeKeeping.current().trash_days


@transaction.atomic
def settle_trash(days: int | None, *, by: User) -> None:
    """Keep mail in one's trash for ``days``; None follows the office."""
    Keeping.objects.update_or_create(owner=by, defaults={"trash_days": days})


@transaction.atomic
def settle_office(*, trash_days: int, quota_mb: int | None) -> None:
    """Settle for everybody how long trash is kept, and how many megabytes of mail (None: any)."""
    settled = {"trash_days": trash_days, "quota_mb": quota_mb}
    OfficeKeeping.objects.update_or_create(pk=1, defaults=settled)


def purge(now: datetime, *, stopping: Callable[[], bool]) -> int:
    """Delete for good what has lain in a trash for its time; return how much it was.

    A commit for each 200 mails, so that nobody waits for it; killed anywhere, the rest is deleted
    the next time.
    """
    count = 0
    for rows in _over(now):
        while not stopping() and (gone := _delete_some(rows)):
            count += gone
    return count


def _over(now: datetime) -> Iterator[QuerySet[Message]]:
    """Yield what has lain long enough: by the office's days, then by each number of own days."""
    settled = Keeping.objects.exclude(trash_days=None)
    office = now - timedelta(days=OfficeKeeping.current().trash_days)
    rows = Message.objects.filter(trashed_at__lte=office)
    yield rows.exclude(owner__in=settled.values("owner"))
    for days in settled.order_by().values_list("trash_days", flat=True).distinct():
        theirs = settled.filter(trash_days=days).values("owner")
        moment = now - timedelta(days=days or 0)
        yield Message.objects.filter(trashed_at__lte=moment, owner__in=theirs)


def empty(*, by: User) -> int:
    """Delete for good all that lies in the trash of ``by``, in small commits; return how much."""
    lying = Message.objects.visible_to(by).filter(folder__kind=Folder.Kind.TRASH)
    count = 0
    while gone := _delete_some(lying):
        count += gone
    return count


@transaction.atomic
def _delete_some(rows: QuerySet[Message]) -> int:
    doomed = list(rows.order_by("trashed_at")[:PIECE])
    delete_for_good(doomed)
    return len(doomed)
