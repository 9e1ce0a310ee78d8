"""What happened and who hears of it; what waits for a common mail; who wants what, and when."""

from kairan.notices.models.announcements import (
    Announcement,
    AnnouncementQuerySet,
    Notification,
    NotificationQuerySet,
    Wording,
)
from kairan.notices.models.bundles import Bundle, BundleQuerySet, Part
from kairan.notices.models.preferences import MailTimes, OfficePreference, Preference

__all__ = [
    "Announcement",
    "AnnouncementQuerySet",
    "Bundle",
    "BundleQuerySet",
    "MailTimes",
    "Notification",
    "NotificationQuerySet",
    "OfficePreference",
    "Part",
    "Preference",
    "Wording",
]
