"""The bell: what a person has been told and not opened yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from kairan.delivery.models import Envelope, Reason
from kairan.delivery.operations import cancel
from kairan.notices.bundling import leave
from kairan.notices.models import Notification
from kairan.notices.recasting import recast
from kairan.people.models import User


@dataclass(frozen=True)
class Heard:
    """One line behind the bell, in the language of the page."""

    notification: Notification
    group: str
    title: str
    path: str

    @property
    def way(self) -> str:
        """How the person was told, and why not by mail."""
        if self.notification.reason:
            return (
                f"{self.notification.get_way_display()}: {self.notification.get_reason_display()}"
            )
        return self.notification.get_way_display()

    @property
    def is_unread(self) -> bool:
        """Whether the person has not opened it yet."""
        return self.notification.opened_at is None


def heard_by(person: User) -> QuerySet[Notification]:
    """Return what stands behind the bell of ``person``, without the long lists of recipients."""
    told = Notification.objects.behind_the_bell_of(person).select_related("announcement")
    return told.defer("announcement__recipients", "announcement__fault")


def worded(notifications: Iterable[Notification]) -> list[Heard]:
    """Return the lines for ``notifications``; one whose app is gone or broken is left out."""
    return [line for each in notifications if (line := _worded(each)) is not None]


def path_of(notification: Notification) -> str | None:
    """Return where ``notification`` leads, or None when nobody can tell any more."""
    line = _worded(notification)
    return line.path if line else None


@transaction.atomic
def mark_opened(notifications: QuerySet[Notification], *, by: User) -> int:
    """Write down that ``by`` opened these just now; return how many were unread.

    Mails about them that have not left are cancelled, visibly: their reader knows by now. They
    leave the bundles in which they wait, or travel, for the same reason.
    """
    unread = notifications.filter(person=by, opened_at=None)
    mailed = unread.filter(wording__isnull=False).values("wording__letter_id")
    cancel(
        Envelope.objects.waiting().filter(letter__in=mailed, person_id=by.pk), reason=Reason.READ
    )
    leave(unread, reason=Notification.Reason.READ)
    recast(unread, reason=Notification.Reason.READ)
    return unread.update(opened_at=now())


def _worded(notification: Notification) -> Heard | None:
    try:
        notice = notification.announcement.notice()
        return Heard(notification, str(notice.group), notice.title(), notice.path())
    except Exception:  # noqa: BLE001
        return None
