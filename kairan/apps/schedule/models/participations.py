"""Who takes part in an event, and how each of them is reminded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.apps.schedule.models.events import Event


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def of(self, people: Collection[int]) -> ParticipationQuerySet:
        """Those of ``people`` in what was not cancelled."""
        return self.filter(person__in=people, event__cancelled_at=None)

    def short_between(self, start: datetime, end: datetime) -> ParticipationQuerySet:
        """Those whose whole event is short and may touch the range."""
        return self.filter(
            is_long=False,
            first_start__gte=start - Participation.SHORT,
            first_start__lt=end,
            last_end__gt=start,
        )

    def long_between(self, start: datetime, end: datetime) -> ParticipationQuerySet:
        """Those in series and long events that may touch the range."""
        return self.filter(is_long=True, last_end__gt=start, first_start__lt=end)


class Participation(models.Model):
    """One person in one event.

    The bounds of the event stand here once more, so that one index finds what touches a range
    for a person: short events by their beginning, the few long ones and series by their end.
    """

    SHORT = timedelta(days=35)
    """Longer than this, or repeated for longer, is long."""

    class Reminded(models.TextChoices):
        EVENT = "event", _("As the event says")
        OWN = "own", _("By my own lead times")
        NONE = "none", _("Not at all")

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="participations", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reminded = models.CharField(max_length=5, choices=Reminded.choices, default=Reminded.EVENT)
    first_start = models.DateTimeField()
    last_end = models.DateTimeField()
    is_long = models.BooleanField()

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="one_part_per_person"),
        ]
        indexes = [
            models.Index(
                fields=["person", "first_start"],
                condition=Q(is_long=False),
                name="participation_in_short",
            ),
            models.Index(
                fields=["person", "last_end"],
                condition=Q(is_long=True),
                name="participation_in_long",
            ),
            models.Index(
                fields=["person"], condition=Q(reminded="own"), name="participation_own_leads"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.event}"
