"""The reminder that falls due next, for each lead time of each event."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from kairan.apps.schedule.models.events import Event


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due(self, now: datetime) -> ReminderQuerySet:
        """Those whose moment has come."""
        return self.filter(due_at__lte=now)


class Reminder(models.Model):
    """When the next occurrence of an event is to be remembered, ``lead`` minutes before it.

    Without ``person`` it is meant for all participants who are reminded as the event says; with
    one it follows that person's own lead times. The row moves on to the next occurrence in the
    transaction that announces this one.
    """

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="reminders", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    lead = models.PositiveIntegerField()
    day = models.DateField()
    due_at = models.DateTimeField(db_index=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "lead"],
                condition=models.Q(person=None),
                name="one_reminder_of_an_event",
            ),
            models.UniqueConstraint(
                fields=["event", "person", "lead"], name="one_reminder_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.lead} min"


class OwnLeads(models.Model):
    """The lead times of a person by which their reminders stand; the clock follows changes."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    minutes = models.JSONField()

    def __str__(self) -> str:
        return f"{self.person}: {self.minutes}"
