"""Something that takes long: done by the worker in small pieces, and seen while it goes on."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, person: User) -> JobQuerySet:
        """One's own jobs, and nobody else's."""
        return self.filter(owner=person)

    def under_way(self) -> JobQuerySet:
        return self.filter(ended_at=None)

    def unclaimed(self, now: datetime) -> JobQuerySet:
        """Those of which no worker does a piece now."""
        return self.under_way().filter(Q(claimed_until=None) | Q(claimed_until__lt=now))


class Job(models.Model):
    """One job of one person.

    ``place`` is where the next piece begins, committed with the piece before it: a worker that is
    killed has done each piece once or not at all.
    """

    class Kind(models.TextChoices):
        SELECTION = "selection", _("Change of many mails")
        RULE = "rule", _("Rule for the mail you have")
        IMPORT = "import", _("Mail from files")
        EXPORT = "export", _("Mail into a file")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_jobs"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=200)
    settled = models.JSONField(default=dict)
    place = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(fields=["id"], condition=Q(ended_at=None), name="job_under_way"),
        ]

    def __str__(self) -> str:
        return self.about
