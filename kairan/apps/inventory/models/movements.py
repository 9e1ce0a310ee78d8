"""The ledger: what came, what went, who did it, and what was left."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import pgettext_lazy

from kairan.apps.inventory.models.items import Item
from kairan.apps.inventory.quantities import QuantityField, shown
from kairan.people.models import User


class MovementQuerySet(models.QuerySet["Movement"]):
    def held_by(self, person: User) -> Decimal:
        """Return how much of these movements' item ``person`` was given and has not returned."""
        given = Q(kind__in=[Movement.Kind.ISSUE, Movement.Kind.RETURN])
        change: Decimal | None = self.filter(given, person=person).aggregate(
            change=Sum("change", output_field=QuantityField())
        )["change"]
        return -(change or Decimal(0))


class Movement(models.Model):
    """One line of the ledger. It is never changed: what was wrong is put right by another."""

    class Kind(models.TextChoices):
        RECEIVE = "receive", pgettext_lazy("movement of stock", "Received")
        ISSUE = "issue", pgettext_lazy("movement of stock", "Issued")
        RETURN = "return", pgettext_lazy("movement of stock", "Returned")
        ADJUST = "adjust", pgettext_lazy("movement of stock", "Counted")

    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="movements", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    change = QuantityField()
    balance = QuantityField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    key = models.UUIDField(null=True, editable=False)

    objects = MovementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="one_movement_of_a_form"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="no_balance_is_negative"),
        ]
        indexes = [
            models.Index(fields=["item", "-id"], name="movement_by_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.change}"

    @property
    def signed_change(self) -> str:
        """What came or went, as people write it, with its sign."""
        sign = "−" if self.change < 0 else "+" if self.change else "±"
        return sign + shown(abs(self.change))

    @property
    def balance_shown(self) -> str:
        """What was on hand then, as people write it."""
        return shown(self.balance)
