"""What "Who was told" says of mails that wait in a bundle, or travelled in one."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kairan.notices.models import Notification, Part

Reason = Notification.Reason
WAITING = {
    Reason.BUNDLED: _("in the bundle of %(moment)s"),
    Reason.DAILY: _("in the daily mail of %(moment)s"),
    Reason.QUIET: _("waits for the quiet hours to end: %(moment)s"),
    Reason.DAY_OFF: _("waits for a working day: %(moment)s"),
    Reason.PAUSED: _("waits for the pause of mails to end: %(moment)s"),
}


def waiting_words(notification: Notification) -> str:
    """Return for what, and until when, the mail of ``notification`` waits; nothing if it does not.

    In the active language and time zone; no query after ``select_related("bundle")``.
    """
    if notification.bundle is None or notification.reason not in WAITING:
        return ""
    moment = date_format(localtime(notification.bundle.closes_at), "SHORT_DATETIME_FORMAT")
    return WAITING[Reason(notification.reason)] % {"moment": moment}


def letters_of(notifications: Sequence[Notification]) -> dict[int, list[int]]:
    """Return, by id, the letters in which each of ``notifications`` travelled: at most one query.

    None after ``select_related("wording")`` where nothing was bundled.
    """
    found: dict[int, list[int]] = {each.pk: [] for each in notifications}
    for each in notifications:
        if each.wording is not None and each.wording.letter_id is not None:
            found[each.pk].append(each.wording.letter_id)
    in_bundles = [each.pk for each in notifications if each.bundle_id is not None]
    if in_bundles:
        parts = Part.objects.filter(notification__in=in_bundles)
        for notification, letter in parts.values_list("notification_id", "letter_id"):
            found[notification].append(letter)
    return found
