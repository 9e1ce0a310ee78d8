"""Privacy by age: what was announced is forgotten after a year, the bell and bundles with it."""

from datetime import datetime, timedelta

from kairan.notices.models import Announcement, Bundle, Notification

KEPT_FOR = timedelta(days=365)
AT_ONCE = 500


def purge(now: datetime) -> datetime | None:
    """Delete what was told, withdrawn or set aside more than a year before ``now`` (aware).

    Small deletes, each a transaction of its own, so that nobody waits for a form. Return None.
    """
    old = Announcement.objects.filter(settled_at__lt=now - KEPT_FOR)
    while ids := list(old.order_by("settled_at").values_list("pk", flat=True)[:AT_ONCE]):
        for pk in ids:
            _forget(pk)
    Bundle.objects.filter(settled_at__lt=now - KEPT_FOR).delete()
    return None


def _forget(announcement_id: int) -> None:
    notifications = Notification.objects.filter(announcement_id=announcement_id)
    while ids := list(notifications.values_list("pk", flat=True)[:AT_ONCE]):
        Notification.objects.filter(pk__in=ids).delete()
    Announcement.objects.filter(pk=announcement_id).delete()
