"""To whom somebody has written."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kairan.people.models import User


class CorrespondentQuerySet(models.QuerySet["Correspondent"]):
    def visible_to(self, person: User) -> CorrespondentQuerySet:
        """Those to whom one has written oneself."""
        return self.filter(owner=person)


class Correspondent(models.Model):
    """An address that a person has written to; ``search_key`` is it and its name, folded."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mail_correspondents",
        db_index=False,
    )
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=200, blank=True)
    search_key = models.TextField()
    written_at = models.DateTimeField()

    objects = CorrespondentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "address"], name="one_line_for_an_address"),
        ]
        indexes = [models.Index(fields=["owner", "-written_at"], name="correspondent_newest")]

    def __str__(self) -> str:
        return self.address
