"""What people have spent: one line for each receipt, and the state of its money."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kairan.apps.expense import money
from kairan.attachments.models import Attachment
from kairan.people.models import User
from kairan.people.one_line import one_line


class Category(models.Model):
    """What money is spent on. Administrators keep the list; what is in use is put out of use."""

    name = models.CharField(
        max_length=60,
        unique=True,
        validators=[one_line],
        error_messages={"unique": _("There is a category of this name already.")},
    )
    name_ja = models.CharField(max_length=60, blank=True, validators=[one_line])
    position = models.PositiveIntegerField(default=0)
    is_in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ja)


def in_language(name: str, name_ja: str) -> str:
    """Return the name of a category in the active language, as far as it has one there."""
    is_japanese = (get_language() or "").startswith("ja")
    return name_ja if is_japanese and name_ja else name


class State(models.TextChoices):
    """Where the money of a line is: with its owner, on the way, or settled."""

    UNCLAIMED = "unclaimed", _("Not claimed yet")
    CLAIMED = "claimed", pgettext_lazy("expense", "Claimed")
    RETURNED = "returned", pgettext_lazy("expense", "Returned")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    DENIED = "denied", _("Denied")


OPEN = (State.UNCLAIMED, State.RETURNED)
"""The states in which a line belongs to its owner alone: to change, delete and claim."""


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, person: User) -> LineQuerySet:
        """One's own; others see what was claimed of them on the report."""
        return self.filter(owner=person)

    def open(self) -> LineQuerySet:
        """Those that can still be changed, deleted and claimed."""
        return self.filter(state__in=OPEN)

    def totals(self) -> list[tuple[str, str, int, int]]:
        """Return state, currency, sum and number of lines, for each pair that there is."""
        rows = self.order_by().values("state", "currency")
        summed = rows.annotate(total=Sum("amount"), lines=Count("pk"))
        return [
            (row["state"], row["currency"], row["total"], row["lines"])
            for row in summed.order_by("currency", "state")
        ]


class Line(models.Model):
    """Something that somebody paid for the office."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(default=uuid4, editable=False)
    spent_on = models.DateField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="lines")
    description = models.CharField(max_length=200, validators=[one_line])
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    note = models.TextField(blank=True)
    receipts = models.ManyToManyField(Attachment, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNCLAIMED)
    report = models.ForeignKey(
        "expense.Report", on_delete=models.PROTECT, related_name="lines", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="expense_line_of_a_form"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lt=money.LARGEST),
                name="expense_line_amounts",
            ),
            models.CheckConstraint(
                condition=Q(state="unclaimed", report=None)
                | ~Q(state="unclaimed") & ~Q(report=None),
                name="expense_claimed_has_a_report",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-spent_on", "-id"], name="expense_line_by_day"),
            models.Index(fields=["owner", "state", "-spent_on", "-id"], name="expense_line_state"),
            models.Index(fields=["owner", "state", "currency", "amount"], name="expense_line_sums"),
        ]

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        return reverse("expense:edit", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its owner may change, delete and claim it."""
        return self.state in OPEN

    @property
    def money(self) -> str:
        """The amount as people read it."""
        return money.write(self.amount, self.currency)
