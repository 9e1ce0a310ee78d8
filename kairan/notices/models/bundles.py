"""What waits to reach a person in one mail, and in which letters it then travels."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from kairan.people.models import User

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from kairan.notices.models.announcements import Notification


class BundleQuerySet(models.QuerySet["Bundle"]):
    def open(self) -> BundleQuerySet:
        """Those that still take something in, and are to be mailed."""
        return self.filter(state=Bundle.State.OPEN)

    def due(self, now: datetime) -> BundleQuerySet:
        """Those whose moment has come."""
        return self.open().filter(closes_at__lte=now)


class Bundle(models.Model):
    """What waits to reach one person in one mail, and when that mail leaves.

    A person has at most one open bundle of a kind. Whoever moves it out of ``open`` mails what it
    holds, in the same transaction. ``postponed`` counts how often it waited for a daily mail that
    another room still owes.
    """

    class Kind(models.TextChoices):
        BUNDLE = "bundle"
        DAILY = "daily"

    class State(models.TextChoices):
        OPEN = "open"
        SENT = "sent"
        EMPTY = "empty"

    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notice_bundles", db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    postponed = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    notifications: RelatedManager[Notification]
    parts: RelatedManager[Part]
    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="open"), name="one_open_bundle"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(state="open"), name="bundle_due"),
            models.Index(fields=["settled_at"], name="bundle_by_age"),
            models.Index(fields=["person"], name="bundle_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.person_id}"

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"notices.bundle:{self.pk}"


class Part(models.Model):
    """One notification in one letter of a bundle; a bundle has a letter per set of addresses."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="parts")
    notification = models.ForeignKey(
        "notices.Notification", on_delete=models.CASCADE, related_name="parts"
    )
    letter = models.ForeignKey("delivery.Letter", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.notification_id} in letter {self.letter_id}"
