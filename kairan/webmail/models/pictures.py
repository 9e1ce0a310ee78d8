"""From whose mail a person wants to see the remote pictures without being asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kairan.people.models import User


class ShownSenderQuerySet(models.QuerySet["ShownSender"]):
    def visible_to(self, person: User) -> ShownSenderQuerySet:
        """One's own choices, and nobody else's."""
        return self.filter(owner=person)


class ShownSender(models.Model):
    """A sender, by address in lower case, whose pictures are always fetched for the owner."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shown_senders"
    )
    address = models.CharField(max_length=320)

    objects = ShownSenderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "address"], name="shown_sender_once")
        ]

    def __str__(self) -> str:
        return self.address
