"""How, where and when people want to hear of what happens, and what the organisation settled."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import models

from kairan.notices.planning import EVERY_DAY, Choice, Mail, Times
from kairan.people.models import User


def every_day() -> list[int]:
    """Return the weekdays on which mail comes unless people say otherwise."""
    return sorted(EVERY_DAY)


class Preference(models.Model):
    """How a person wants one kind of notice, and where to.

    Without a row, or where ``mail`` is empty and ``rings`` null, as the organisation has it.
    ``addresses`` are ids of the person's addresses; null means those that take notifications.
    """

    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notice_preferences", db_index=False
    )
    kind = models.CharField(max_length=100)
    mail = models.CharField(max_length=6, choices=Mail.choices, blank=True)
    rings = models.BooleanField(null=True)
    addresses = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_preference_for_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class OfficePreference(models.Model):
    """How the organisation sends one kind of notice, to all who may and do not choose otherwise.

    Without a row: by mail at once and with the bell, and everybody may choose.
    """

    kind = models.CharField(max_length=100, unique=True)
    mail = models.CharField(max_length=6, choices=Mail.choices, default=Mail.NOW)
    rings = models.BooleanField(default=True)
    is_locked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.kind

    @property
    def choice(self) -> Choice:
        """What holds where nobody chose."""
        return Choice(Mail(self.mail), self.rings)


class MailTimes(models.Model):
    """When mail may reach a person; who never said so has no row, and it always may.

    Hours are those of the person's time zone. ``country`` is a code of ISO 3166-1. The days of a
    pause, both included, are given together or not at all.
    """

    person = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="mail_times"
    )
    window_minutes = models.PositiveSmallIntegerField(default=60)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    weekdays = models.JSONField(default=every_day)
    country = models.CharField(max_length=2, blank=True)
    paused_from = models.DateField(null=True)
    paused_until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"mail times of {self.person_id}"

    def times(self, zone: ZoneInfo) -> Times:
        """Return these times as values, on the clocks of ``zone``."""
        quiet = pause = None
        if self.quiet_from is not None and self.quiet_until is not None:
            quiet = self.quiet_from, self.quiet_until
        if self.paused_from is not None and self.paused_until is not None:
            pause = self.paused_from, self.paused_until
        return Times(
            zone=zone,
            window=timedelta(minutes=self.window_minutes),
            quiet=quiet,
            weekdays=frozenset(self.weekdays),
            country=self.country,
            pause=pause,
        )
