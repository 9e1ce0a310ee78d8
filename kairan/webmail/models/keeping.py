"""How much mail is kept, and for how long: what the office and each person have settled."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User
from kairan.shell.asking import ASKER, Rows

MEGABYTE = 1024 * 1024
LONGEST = 3650
DAYS = [MinValueValidator(1), MaxValueValidator(LONGEST)]


class OfficeKeeping(models.Model):
    """What holds for everybody unless something else is settled for somebody; one row."""

    trash_days = models.PositiveSmallIntegerField(
        _("days that mail lies in the trash"), default=30, validators=DAYS
    )
    quota_mb = models.PositiveIntegerField(
        _("megabytes of mail that each person may keep"), null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_way_of_keeping"),
        ]

    def __str__(self) -> str:
        return f"{self.trash_days} days, {self.quota_mb} MB"

    @classmethod
    def current(cls) -> OfficeKeeping:
        """Return what is settled; the defaults where nothing is."""
        return next(iter(_OFFICE.of(None)), None) or cls(pk=1)


class Keeping(models.Model):
    """How one person keeps mail, and the bytes of all mail they have: the same commit changes both.

    What is empty follows the office.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_keeping"
    )
    trash_days = models.PositiveSmallIntegerField(
        _("days that mail lies in the trash"), null=True, blank=True, validators=DAYS
    )
    quota_mb = models.PositiveIntegerField(
        _("megabytes of mail that they may keep"), null=True, blank=True
    )
    shows_conversations = models.BooleanField(_("one line for each conversation"), default=False)
    writes_richly = models.BooleanField(_("letters begin with formatting"), default=False)
    kept_bytes = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.kept_bytes} bytes"

    @classmethod
    def of(cls, person: User) -> Keeping:
        """Return the row of ``person``; one that is not stored yet where there is none."""
        return next(iter(_KEPT.of(person)), None) or cls(owner=person)

    @classmethod
    def count(cls, owner_id: int, size: int) -> None:
        """Add ``size`` bytes (may be negative) to what is kept, in the caller's transaction."""
        changed = cls.objects.filter(owner=owner_id).update(kept_bytes=F("kept_bytes") + size)
        if not changed:
            Keeping.objects.bulk_create([Keeping(owner_id=owner_id)], ignore_conflicts=True)
            cls.objects.filter(owner=owner_id).update(kept_bytes=F("kept_bytes") + size)


_OFFICE = Rows(lambda: OfficeKeeping.objects.filter(pk=1))
_KEPT = Rows(lambda: Keeping.objects.filter(owner=ASKER))
