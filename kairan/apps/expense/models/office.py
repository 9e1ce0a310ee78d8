"""How the office settles expenses: its currency, who may approve, whom each person chose."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kairan.apps.expense import money
from kairan.people.models import User
from kairan.people.picker import Selection


class Office(models.Model):
    """The settings of Expense: one row, made when an administrator first saves them."""

    THE_ONE = 1

    currency = models.CharField(
        max_length=3,
        choices=[(code, code) for code in money.CURRENCIES],
        default=money.DEFAULT,
    )
    candidates = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="expense_one_office")]

    def __str__(self) -> str:
        return self.currency

    @classmethod
    def current(cls) -> Office:
        """Return the settings as they are; before anybody saved them, those one begins with."""
        return cls.objects.filter(pk=cls.THE_ONE).first() or cls(pk=cls.THE_ONE)

    @property
    def selection(self) -> Selection:
        """Who may be chosen as approval user, people and whole groups apart."""
        return Selection(
            people=tuple(self.candidates.get("people", ())),
            groups=tuple(self.candidates.get("groups", ())),
        )


class ApprovalUserQuerySet(models.QuerySet["ApprovalUser"]):
    def chosen_by(self, person: User) -> ApprovalUserQuerySet:
        """Those whom ``person`` chose."""
        return self.filter(claimant=person)


class ApprovalUser(models.Model):
    """One person whom another has chosen to decide about their expense reports."""

    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = ApprovalUserQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claimant", "person"], name="expense_approver_once"),
            models.CheckConstraint(
                condition=~Q(claimant=models.F("person")), name="expense_nobody_decides_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant} → {self.person}"
