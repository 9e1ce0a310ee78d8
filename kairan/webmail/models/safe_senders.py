"""Whose mail is never spam for a person, whatever the server's filter says."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kairan.people.models import User


class SafeSenderQuerySet(models.QuerySet["SafeSender"]):
    def visible_to(self, person: User) -> SafeSenderQuerySet:
        """One's own choices, and nobody else's."""
        return self.filter(owner=person)


class SafeSender(models.Model):
    """A sender, by address in lower case, of whose mail the owner said that it is no spam."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="safe_senders"
    )
    address = models.CharField(max_length=320)

    objects = SafeSenderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "address"], name="safe_sender_once")
        ]

    def __str__(self) -> str:
        return self.address
