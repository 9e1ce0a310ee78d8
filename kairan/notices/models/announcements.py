"""What happened, in which words it was told, and each person's part in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.notices.notice import Notice, notice_of
from kairan.people.models import User

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def claimable(self, now: datetime) -> AnnouncementQuerySet:
        """Those whose moment has come and that no worker holds."""
        return self.filter(state=Announcement.State.WAITING, claimable_at__lte=now)

    def unclaimed(self) -> AnnouncementQuerySet:
        """Those of which nobody has been told, and that no worker has begun with."""
        return self.filter(
            state=Announcement.State.WAITING, cursor=0, claimable_at=models.F("due_at")
        )

    def set_aside(self) -> AnnouncementQuerySet:
        """Those that could not be put into words."""
        return self.filter(state=Announcement.State.SET_ASIDE)


class Announcement(models.Model):
    """Something that happened or will fall due, and everybody who is to hear of it.

    ``recipients`` are ids of people in ascending order; those up to ``cursor`` have been told.
    Those in ``unmailed`` hear of it in the app alone, because whoever sent it wished so.
    ``claimable_at`` is the due moment at first, then the end of a worker's lease: whoever moves it
    holds the announcement, and a worker that dies needs no rescue.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        TOLD = "told"
        WITHDRAWN = "withdrawn"
        SET_ASIDE = "set-aside"
        UNDONE = "undone"

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=100)
    about = models.CharField(max_length=100, db_index=True)
    payload = models.JSONField()
    recipients = models.JSONField()
    size = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    by_mail = models.BooleanField(default=True)
    unmailed = models.JSONField(default=list)
    announced_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    claimable_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    wordings: RelatedManager[Wording]
    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["claimable_at"], condition=Q(state="waiting"), name="announcement_waiting"
            ),
            models.Index(
                fields=["id"], condition=Q(state="set-aside"), name="announcement_set_aside"
            ),
            models.Index(fields=["settled_at"], name="announcement_by_age"),
        ]

    def __str__(self) -> str:
        return self.key

    def notice(self) -> Notice:
        """Return what is announced; LookupError, TypeError or ValueError when it is unknown."""
        return notice_of(self.kind).from_payload(self.payload)


class Wording(models.Model):
    """An announcement in one language and time zone, as the letter that carries it."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="wordings"
    )
    letter = models.ForeignKey(
        "delivery.Letter", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.announcement_id} as letter {self.letter_id}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def told_to(self, person: User) -> NotificationQuerySet:
        """What ``person`` was told, by whichever way."""
        return self.filter(person_id=person.pk).exclude(way=Notification.Way.NONE)

    def behind_the_bell_of(self, person: User) -> NotificationQuerySet:
        """What stands behind the bell of ``person``."""
        return self.told_to(person).filter(rings=True)

    def unread(self) -> NotificationQuerySet:
        """What has not been opened yet."""
        return self.filter(opened_at=None)

    def unopened_by(self, person_id: int) -> NotificationQuerySet:
        """What rings for the person and was not opened: an index counts them."""
        unread = self.filter(person_id=person_id, rings=True).unread()
        return unread.exclude(way=Notification.Way.NONE)


class Notification(models.Model):
    """One person's part in an announcement: how they were told, or why not.

    One that waits names its ``bundle`` and, as ``reason``, why; once that is mailed the reason is
    gone and the bundle stays. Without ``rings`` it does not stand behind the bell.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("by mail and in the app")
        BELL = "bell", _("in the app")
        NONE = "none", _("not told")

    class Reason(models.TextChoices):
        NOTHING = "", ""
        PREFERENCE = "preference", _("has switched these mails off")
        NO_ADDRESS = "no-address", _("has no address for notifications")
        MAIL_OFF = "mail-off", _("notification by mail is switched off")
        NOT_SET_UP = "not-set-up", _("the mail servers are not set up yet")
        TOO_LATE = "too-late", _("the mail would have come too late")
        BELL_ONLY = "bell-only", _("no mail was wanted for this")
        INACTIVE = "inactive", _("no longer works here")
        LEFT_OUT = "left-out", _("had answered, or was not concerned any more")
        SPARED = "spared", _("whoever sent it wanted no mail for them")
        BOUNCED = "bounced", _("mail to their address comes back")
        SILENCED = "silenced", _("wants neither a mail nor the bell for this")
        BUNDLED = "bundled", _("waits for a bundle")
        DAILY = "daily", _("waits for the daily mail")
        QUIET = "quiet", _("waits for the quiet hours to end")
        DAY_OFF = "day-off", _("waits for a working day")
        PAUSED = "paused", _("waits for the pause of mails to end")
        READ = "read", _("was read in the office before the mail left")
        WITHDRAWN = "withdrawn", _("was withdrawn before the mail left")
        REPLACED = "replaced", _("a newer one took its place before the mail left")
        UNWORDABLE = "unwordable", _("could not be put into words")

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="notifications"
    )
    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    wording = models.ForeignKey(
        Wording, on_delete=models.SET_NULL, null=True, related_name="notifications"
    )
    way = models.CharField(max_length=4, choices=Way.choices)
    rings = models.BooleanField(default=True)
    bundle = models.ForeignKey(
        "notices.Bundle",
        on_delete=models.SET_NULL,
        null=True,
        related_name="notifications",
        db_index=False,
    )
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "person"], name="nobody_is_told_twice"),
        ]
        indexes = [
            models.Index(fields=["person", "id"], name="notification_of_person"),
            models.Index(
                fields=["person"], condition=Q(opened_at=None), name="notification_unread"
            ),
            models.Index(
                fields=["bundle"],
                condition=Q(bundle__isnull=False),
                name="notification_in_bundle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} to {self.person_id}"
