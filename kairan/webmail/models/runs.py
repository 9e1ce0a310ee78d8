"""The journal of receiving: one row for each visit to a server."""

from __future__ import annotations

from django.db import models

from kairan.people.models import User
from kairan.webmail.models.accounts import Account


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, person: User) -> RunQuerySet:
        """The visits for one's own accounts, and for nobody else's."""
        return self.filter(account__owner=person)


class Run(models.Model):
    """One visit for an account: when, what the server showed, what became of it, and why.

    ``seen`` mails lay on the server and ``known`` of them had come in before; ``wanted`` were to be
    fetched and ``new`` have been stored. ``ended_at`` stays empty where the worker was killed.
    ``times`` such visits followed each other, the last one from then to ``ended_at``.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="runs")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seen = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=1)
    is_over = models.BooleanField(default=True)
    trouble = models.JSONField(default=dict, blank=True)
    next_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["account", "-begun_at", "-id"], name="run_by_account"),
            models.Index(fields=["begun_at"], name="run_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.begun_at:%Y-%m-%d %H:%M}"

    @property
    def done(self) -> int:
        """How many of the wanted mails have been dealt with."""
        return min(self.new + self.failed + self.matched, self.wanted)
