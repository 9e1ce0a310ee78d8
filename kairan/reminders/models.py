from __future__ import annotations

from datetime import time
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User
from kairan.reminders.repeats import Repeat

MORNING = time(8)
WORKING_DAYS = (0, 1, 2, 3, 4)


def before_events() -> list[int]:
    """Return how many minutes before an event people are reminded unless they say otherwise."""
    return [10]


def before_tasks() -> list[int]:
    """Return how many minutes before a task is due people are reminded unless they say so."""
    return [60]


def working_days() -> list[int]:
    """Return the weekdays on which a daily mail comes unless people say otherwise."""
    return list(WORKING_DAYS)


class ReminderSettings(models.Model):
    """When a person wants to be reminded; who never said so has no row, and the defaults hold.

    Leads are whole minutes, ``daily_weekdays`` numbers from Monday (0) to Sunday (6). Without
    ``daily_at``, in the person's time zone, no daily mail comes.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="reminder_settings",
    )
    event_leads = models.JSONField(default=before_events)
    task_leads = models.JSONField(default=before_tasks)
    daily_at = models.TimeField(null=True, default=MORNING)
    daily_weekdays = models.JSONField(default=working_days)

    def __str__(self) -> str:
        return f"reminders of {self.person_id}"


class DailyTurn(models.Model):
    """When the next daily mail of a person is due, and the last day they were told about.

    Whoever moves ``next_at`` on has the mail to tell; None while the person wants none. ``zone`` is
    the time zone it was planned in: a person who moved is planned anew.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="daily_turn",
    )
    next_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=64)
    told_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_at", "person"], name="daily_turn_by_moment")]

    def __str__(self) -> str:
        return f"daily mail of {self.person_id}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, person: User) -> ReminderQuerySet:
        """A reminder is its owner's alone."""
        return self.filter(owner_id=person.pk)

    def upcoming(self) -> ReminderQuerySet:
        """Those that will ring."""
        return self.filter(state=Reminder.State.WAITING)

    def rung(self) -> ReminderQuerySet:
        """Those that have rung for the last time and are not done."""
        return self.filter(state=Reminder.State.RUNG)

    def past(self) -> ReminderQuerySet:
        """Those that will not ring any more."""
        return self.exclude(state=Reminder.State.WAITING)


class Reminder(models.Model):
    """Something a person wants to be told at a moment.

    ``at`` is when it rings next, or when it rang last. What repeats falls on days counted from
    ``first_on``, at ``time_of_day`` in the owner's time zone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("will ring")
        RUNG = "rung", _("has rung")
        DONE = "done", _("done")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders", db_index=False
    )
    key = models.UUIDField(default=uuid4, editable=False)
    text = models.CharField(_("text"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("moment"))
    first_on = models.DateField()
    time_of_day = models.TimeField()
    repeat = models.CharField(
        _("repeat"), max_length=10, choices=Repeat.choices, default=Repeat.NEVER
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="one_reminder_of_a_form"),
        ]
        indexes = [
            models.Index(fields=["at", "id"], condition=Q(state="waiting"), name="reminder_by_at"),
            models.Index(fields=["owner", "state", "at", "id"], name="reminder_by_owner"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("reminders:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"reminders:{self.pk}"

    @property
    def repeats(self) -> bool:
        return self.repeat != Repeat.NEVER

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
