"""Reports, the receipts of those they are addressed to, and the comments below them."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.apps.report.answers import Answer, from_json
from kairan.apps.report.meetings import Meeting
from kairan.apps.report.models.kinds import Kind
from kairan.attachments.models import Attachment
from kairan.people.models import User
from kairan.people.picker import Selection


class ReportsQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: User) -> ReportsQuerySet:
        """The only way views reach a report: its author's, and once delivered its recipients'."""
        received = Receipt.objects.filter(report=models.OuterRef("pk"), recipient=person)
        is_delivered = Q(state=Report.State.DELIVERED)
        return self.filter(Q(author=person) | is_delivered & models.Exists(received))

    def written_by(self, person: User) -> ReportsQuerySet:
        """Those of which ``person`` is the author."""
        return self.filter(author=person)

    def drafts(self) -> ReportsQuerySet:
        return self.filter(state=Report.State.DRAFT)

    def delivered(self) -> ReportsQuerySet:
        return self.filter(state=Report.State.DELIVERED)


class Report(models.Model):
    """What somebody reports. A draft is its author's alone; what was delivered never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DELIVERED = "delivered", _("Delivered")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports", db_index=False
    )
    key = models.UUIDField(default=uuid4, editable=False)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, null=True, related_name="reports")
    kind_name = models.CharField(max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    answers_given = models.JSONField(default=list)
    meeting_on = models.DateField(null=True, blank=True)
    meeting_from = models.TimeField(null=True, blank=True)
    meeting_until = models.TimeField(null=True, blank=True)
    meeting_place = models.CharField(max_length=200, blank=True)
    meeting_with = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    addressees = models.JSONField(default=dict)
    files = models.ManyToManyField(Attachment, related_name="+")
    recipients_total = models.PositiveIntegerField(default=0)
    confirmed_total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = ReportsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_report_of_a_form"),
            models.CheckConstraint(
                condition=Q(state="draft", delivered_at=None)
                | Q(state="delivered", delivered_at__isnull=False),
                name="a_delivered_report_says_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_total__lte=models.F("recipients_total")),
                name="no_more_seals_than_recipients",
            ),
        ]
        indexes = [models.Index(fields=["author", "state", "-id"], name="report_by_author")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("report:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"report:{self.pk}"

    @property
    def selection(self) -> Selection:
        """Whom the author chose, people and whole groups apart."""
        return Selection(
            people=tuple(self.addressees.get("people", ())),
            groups=tuple(self.addressees.get("groups", ())),
        )

    @property
    def answers(self) -> list[Answer]:
        """What was answered, with the questions as they were asked then."""
        return from_json(self.answers_given)

    @property
    def meeting(self) -> Meeting:
        """The meeting or the visit that this is about, if any."""
        return Meeting(
            on=self.meeting_on,
            begins=self.meeting_from,
            ends=self.meeting_until,
            place=self.meeting_place,
            company=self.meeting_with,
        )

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_confirmed_by_all(self) -> bool:
        return 0 < self.recipients_total == self.confirmed_total

    @property
    def unconfirmed_total(self) -> int:
        return self.recipients_total - self.confirmed_total


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def of(self, person: User) -> ReceiptQuerySet:
        """What was delivered to ``person``."""
        return self.filter(recipient=person)

    def unconfirmed(self) -> ReceiptQuerySet:
        """Those that still wait for the seal of their recipient."""
        return self.filter(confirmed_at=None)

    def confirmed(self) -> ReceiptQuerySet:
        return self.exclude(confirmed_at=None)


class Receipt(models.Model):
    """One recipient's part in a report: whether they have opened and confirmed it."""

    # Handed out to 5,000 recipients while somebody waits: the indexes below begin with these two,
    # and PostgreSQL is not made to ask 10,000 times whether a report and people exist that the
    # same transaction has just written and read.
    report = models.ForeignKey(
        Report,
        on_delete=models.CASCADE,
        related_name="receipts",
        db_index=False,
        db_constraint=False,
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="report_receipts",
        db_index=False,
        db_constraint=False,
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "recipient"], name="one_receipt_of_a_report"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="report_receipt_by_recipient"),
            models.Index(
                fields=["recipient", "-id"],
                condition=Q(confirmed_at=None),
                name="report_receipt_waiting",
            ),
            models.Index(fields=["report", "confirmed_at"], name="report_receipt_by_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.report}"


class Comment(models.Model):
    """What the author or a recipient said below a report; it stands as it was said."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="comments", db_index=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="report_comments"
    )
    key = models.UUIDField(default=uuid4, editable=False)
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "author", "key"], name="one_report_comment_of_a_form"
            ),
        ]
        indexes = [models.Index(fields=["report", "-id"], name="report_comment_by_report")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"
