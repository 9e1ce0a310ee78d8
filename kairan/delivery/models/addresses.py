"""Addresses from which mail came back, and whether notifications still go there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kairan.people.models import Address, User


class BouncedAddressQuerySet(models.QuerySet["BouncedAddress"]):
    def visible_to(self, person: User) -> BouncedAddressQuerySet:
        """Administrators see all; others those that are theirs."""
        return self if person.is_administrator else self.of(person.pk)

    def of(self, person_id: int) -> BouncedAddressQuerySet:
        """Those that are among the addresses of a person."""
        own = Address.objects.filter(user_id=person_id)
        return self.filter(search_key__in=own.annotate(key=Lower("address")).values("key"))

    def suspended(self) -> BouncedAddressQuerySet:
        """Those to which no notification goes."""
        return self.filter(suspended_at__isnull=False)


class BouncedAddress(models.Model):
    """One address, in any spelling of its letters. Here is the last that a server said about it.

    ``status`` is one of RFC 3463. While ``suspended_at`` is set no notification goes there.
    """

    address = models.CharField(max_length=320)
    search_key = models.CharField(max_length=320, unique=True)
    status = models.CharField(max_length=11, blank=True)
    words = models.TextField(blank=True)
    is_hard = models.BooleanField()
    bounced_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    objects = BouncedAddressQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["search_key"],
                condition=Q(suspended_at__isnull=False),
                name="address_suspended",
            ),
        ]

    def __str__(self) -> str:
        return self.address
