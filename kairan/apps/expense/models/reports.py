"""Expense reports: what was claimed, as it was claimed, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kairan.approvals.models import Course, Seat
from kairan.apps.expense import money
from kairan.apps.expense.models.lines import Line, in_language
from kairan.attachments.models import Attachment
from kairan.people.models import User


@dataclass(frozen=True)
class Entry:
    """One line as it was claimed; later changes of the line do not reach it."""

    line: int
    spent_on: date
    category: tuple[str, str]
    description: str
    amount: int
    note: str
    receipts: tuple[int, ...]

    @classmethod
    def of(cls, line: Line, receipts: tuple[int, ...]) -> Entry:
        """Return ``line`` as it is now."""
        return cls(
            line=line.pk,
            spent_on=line.spent_on,
            category=(line.category.name, line.category.name_ja),
            description=line.description,
            amount=line.amount,
            note=line.note,
            receipts=receipts,
        )

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Entry:
        """Return the entry that :meth:`to_json` described."""
        return cls(
            **{
                **values,
                "spent_on": date.fromisoformat(values["spent_on"]),
                "category": (values["category"][0], values["category"][1]),
                "receipts": tuple(values["receipts"]),
            }
        )

    def to_json(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return {**asdict(self), "spent_on": self.spent_on.isoformat()}

    @property
    def category_name(self) -> str:
        """The category in the active language."""
        return in_language(*self.category)


def _asked(person: User) -> Q:
    return Q(Exists(Seat.objects.concerning(person).filter(course_id=OuterRef("course_id"))))


class ReportQuerySet(models.QuerySet["Report"]):
    def claimed_by(self, person: User) -> ReportQuerySet:
        """One's own reports."""
        return self.filter(claimant=person)

    def asked_of(self, person: User) -> ReportQuerySet:
        """Those about which ``person`` is or was asked to decide."""
        return self.filter(_asked(person))

    def turn_of(self, person_id: int) -> ReportQuerySet:
        """Those that wait for the decision of this person."""
        turns = Seat.objects.in_app("expense").turns_of(person_id)
        return self.filter(course__in=turns.values("course"))

    def open_to(self, person: User) -> ReportQuerySet:
        """Those whose receipts ``person`` may see: the claimant, and who was asked to decide."""
        return self.filter(Q(claimant=person) | _asked(person))

    def visible_to(self, person: User) -> ReportQuerySet:
        """The only way views reach a report: administrators, who pay, see what was approved."""
        mine = Q(claimant=person) | _asked(person)
        if person.is_administrator:
            mine |= Q(state__in=[Report.State.APPROVED, Report.State.PAID])
        return self.filter(mine)

    def on_desk_of(self, person: User) -> ReportQuerySet:
        """What others claimed and ``person`` decides or, as an administrator, pays."""
        return self.visible_to(person).exclude(claimant=person)

    def unpaid(self) -> ReportQuerySet:
        return self.filter(state__in=UNPAID)

    def settled(self) -> ReportQuerySet:
        return self.exclude(state__in=UNPAID)

    def claimed(self) -> ReportQuerySet:
        return self.filter(state=Report.State.CLAIMED)

    def approved(self) -> ReportQuerySet:
        return self.filter(state=Report.State.APPROVED)

    def payable_by(self, person: User) -> ReportQuerySet:
        """Those that ``person`` may mark as paid; nobody pays themselves."""
        return self.on_desk_of(person).approved()

    def light(self) -> ReportQuerySet:
        """What a list shows, without the lines of each."""
        return self.select_related("claimant").defer("paper", "comment", "reason")

    def totals(self) -> list[tuple[str, str, int, int]]:
        """Return state, currency, sum and number of reports, for each pair that there is."""
        rows = self.order_by().values("state", "currency")
        summed = rows.annotate(sum=Sum("total"), reports=Count("pk"))
        return [
            (row["state"], row["currency"], row["sum"], row["reports"])
            for row in summed.order_by("currency", "state")
        ]


class Report(models.Model):
    """Lines that were claimed together. What it says never changes, only what became of it."""

    class State(models.TextChoices):
        CLAIMED = "claimed", gettext_lazy("Waits for a decision")
        APPROVED = "approved", gettext_lazy("Approved")
        PAID = "paid", gettext_lazy("Paid")
        RETURNED = "returned", pgettext_lazy("expense", "Returned")
        DENIED = "denied", gettext_lazy("Denied")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    course = models.OneToOneField(Course, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.UUIDField(default=uuid4, editable=False)
    title = models.CharField(max_length=100, blank=True)
    comment = models.TextField(blank=True)
    currency = models.CharField(max_length=3)
    total = models.PositiveBigIntegerField()
    lines_total = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    paper = models.JSONField(default=list)
    table = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    receipts = models.ManyToManyField(Attachment, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claimant", "key"], name="expense_report_of_a_form"),
            models.CheckConstraint(
                condition=Q(total__gt=0, lines_total__gt=0), name="expense_report_claims"
            ),
            models.CheckConstraint(
                condition=Q(first_on__lte=models.F("last_on")), name="expense_period_begins_first"
            ),
            models.CheckConstraint(
                condition=Q(state="paid") & ~Q(paid_on=None) | ~Q(state="paid") & Q(paid_on=None),
                name="expense_paid_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["claimant", "-id"], name="expense_report_mine"),
            models.Index(fields=["state", "-id"], name="expense_report_state"),
        ]

    def __str__(self) -> str:
        return self.title or _("Expense report %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("expense:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"expense:{self.pk}"

    @property
    def money(self) -> str:
        """The total as people read it."""
        return money.write(self.total, self.currency)

    @cached_property
    def entries(self) -> list[Entry]:
        """What was claimed, line by line."""
        return [Entry.from_json(each) for each in self.paper]

    @property
    def is_to_decide(self) -> bool:
        return self.state == self.State.CLAIMED

    @property
    def is_to_pay(self) -> bool:
        return self.state == self.State.APPROVED


UNPAID = (Report.State.CLAIMED, Report.State.APPROVED)
"""The states of what stands on the Unpaid lists."""
