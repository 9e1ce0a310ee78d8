from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.attachments.models import Attachment
from kairan.people.models import User
from kairan.people.picker import Selection


class CircularQuerySet(models.QuerySet["Circular"]):
    def visible_to(self, person: User) -> CircularQuerySet:
        """The only way views reach a circular: what a person may not see does not exist."""
        received = Reading.objects.filter(circular=models.OuterRef("pk"), reader=person)
        is_sent = ~Q(state=Circular.State.DRAFT)
        return self.filter(Q(author=person) | is_sent & models.Exists(received))

    def written_by(self, person: User) -> CircularQuerySet:
        """Those that ``person`` may change, remind about and complete."""
        return self.filter(author=person)

    def drafts(self) -> CircularQuerySet:
        return self.filter(state=Circular.State.DRAFT)

    def sent(self) -> CircularQuerySet:
        return self.exclude(state=Circular.State.DRAFT)

    def to_remind(self, now: datetime) -> CircularQuerySet:
        """Those whose readers are to be reminded of the deadline by now."""
        return self.filter(remind_at__lte=now)


class Circular(models.Model):
    """A text sent round. It is never edited after it left; its author can complete it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Going round")
        COMPLETED = "completed", _("Completed")

    class Priority(models.TextChoices):
        HIGH = "high", _("High")
        NORMAL = "normal", _("Normal")
        LOW = "low", _("Low")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="circulars", db_index=False
    )
    key = models.UUIDField(default=uuid4, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    confirm_by = models.DateTimeField(_("confirm by"), null=True, blank=True)
    tells_when_all_confirmed = models.BooleanField(
        _("tell me when all have confirmed"), default=True
    )
    reminds_before_deadline = models.BooleanField(
        _("remind who has not confirmed before the deadline"), default=True
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    addressees = models.JSONField(default=dict)
    files = models.ManyToManyField(Attachment, related_name="+")
    readers_total = models.PositiveIntegerField(default=0)
    confirmed_total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # When readers are to be reminded of the deadline; empty once they are, or need not be.
    remind_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CircularQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_circular_of_a_form"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | ~Q(state="draft") & ~Q(sent_at=None),
                name="a_circular_that_left_says_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_total__lte=models.F("readers_total")),
                name="no_more_confirm_than_read",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "state", "-id"], name="circular_by_author"),
            models.Index(
                fields=["remind_at"],
                condition=Q(remind_at__isnull=False),
                name="circular_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("circulation:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"circulation:{self.pk}"

    @property
    def selection(self) -> Selection:
        """Whom the author chose, people and whole groups apart."""
        return Selection(
            people=tuple(self.addressees.get("people", ())),
            groups=tuple(self.addressees.get("groups", ())),
        )

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_going_round(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_confirmed_by_all(self) -> bool:
        return 0 < self.readers_total == self.confirmed_total

    @property
    def unconfirmed_total(self) -> int:
        return self.readers_total - self.confirmed_total

    def is_late(self, now: datetime) -> bool:
        """Whether the deadline is over while somebody has not confirmed."""
        over = self.confirm_by is not None and self.confirm_by < now
        return over and self.is_going_round and not self.is_confirmed_by_all


class ReadingQuerySet(models.QuerySet["Reading"]):
    def of(self, person: User) -> ReadingQuerySet:
        """The copies of ``person``."""
        return self.filter(reader=person)

    def unconfirmed(self) -> ReadingQuerySet:
        return self.filter(confirmed_at=None)

    def confirmed(self) -> ReadingQuerySet:
        return self.exclude(confirmed_at=None)

    def waiting(self) -> ReadingQuerySet:
        """Those that still wait for their reader."""
        return self.unconfirmed().filter(circular__state=Circular.State.SENT)


class Reading(models.Model):
    """One reader's copy of a circular: whether they have seen and confirmed it."""

    # Handed out to 5,000 readers while somebody waits: the indexes below begin with these two, and
    # PostgreSQL is not made to ask 10,000 times whether a circular and people exist that the same
    # transaction has just written and read.
    circular = models.ForeignKey(
        Circular,
        on_delete=models.CASCADE,
        related_name="readings",
        db_index=False,
        db_constraint=False,
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="readings",
        db_index=False,
        db_constraint=False,
    )
    read_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True, default="")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circular", "reader"], name="one_copy_per_reader"),
        ]
        indexes = [
            models.Index(fields=["reader", "-id"], name="reading_by_reader"),
            models.Index(
                fields=["reader", "-id"], condition=Q(confirmed_at=None), name="reading_waiting"
            ),
            models.Index(fields=["circular", "confirmed_at"], name="reading_by_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.circular}"
