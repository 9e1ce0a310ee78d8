"""An event: once or again and again, by whom, where, and who may see and change it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.recurrence import Recurrence
from kairan.people.models import User
from kairan.people.picker import Selection


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, person: User) -> EventQuerySet:
        """What ``person`` may open: everything but the private events of others."""
        if not person.is_active:
            return self.none()
        return self.filter(Q(is_private=False) | Q(author=person) | _takes_part(person))

    def with_participant(self, person: User) -> EventQuerySet:
        """Those in which ``person`` takes part."""
        return self.filter(_takes_part(person))

    def changeable_by(self, person: User) -> EventQuerySet:
        """What ``person`` may change and cancel."""
        if not person.is_active:
            return self.none()
        orphaned = Q(author__is_active=False) & _takes_part(person)
        return self.filter(Q(author=person) | orphaned)

    def standing(self) -> EventQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)


def _takes_part(person: User) -> Exists:
    parts = apps.get_model("schedule", "Participation").objects
    return Exists(parts.filter(event=OuterRef("pk"), person=person))


class Event(models.Model):
    """Something that takes place once or repeatedly.

    Who may do what: everybody in the office sees an event, who takes part, and who was told.
    Of a private event all but its author and participants see a busy block without a word, and
    its page does not exist for them. The author changes and cancels it; once the author has left
    the office, every participant may. Participants leave by themselves and choose their own
    reminders; nobody chooses those for them.

    Hours are local to ``time_zone``, the author's. An occurrence is named by the day on which the
    rule puts it. One that was changed by itself is an event of its own: ``series`` and
    ``series_day`` say in whose place it stands, and that day is among ``skipped`` of the series,
    like the days that were cancelled.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("By mail and bell")
        BELL = "bell", _("By the bell alone")
        NONE = "none", _("Not at all")

    class Takes(models.TextChoices):
        HOURS = Span.HOURS.value, _("From – to")
        UNTIMED = Span.UNTIMED.value, _("No fixed time")
        ALL_DAY = Span.ALL_DAY.value, _("All day")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(default=uuid4, editable=False)
    uid = models.UUIDField(default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=0)
    series = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="alone", db_index=False
    )
    series_day = models.DateField(null=True)

    title = models.CharField(pgettext_lazy("event", "title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    details = models.TextField(_("details"), blank=True)
    is_private = models.BooleanField(_("private"), default=False)
    way = models.CharField(max_length=4, choices=Way.choices, default=Way.MAIL)
    leads = models.JSONField(default=list)

    first_day = models.DateField()
    last_day = models.DateField()
    span = models.CharField(max_length=7, choices=Takes.choices)
    begins_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    time_zone = models.CharField(max_length=64)
    rule = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)
    skipped = models.JSONField(default=list)
    first_start = models.DateTimeField()
    last_end = models.DateTimeField()

    invited = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_event_of_a_form"),
            models.UniqueConstraint(
                fields=["series", "series_day"], name="one_event_in_place_of_an_occurrence"
            ),
            models.CheckConstraint(
                condition=Q(series=None, series_day=None)
                | Q(series__isnull=False, series_day__isnull=False, rule=""),
                name="an_event_in_place_of_another_says_when",
            ),
            models.CheckConstraint(
                condition=Q(span="hours", begins_at__isnull=False, ends_at__isnull=False)
                | ~Q(span="hours") & Q(begins_at=None, ends_at=None),
                name="an_event_with_hours_has_both",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="an_event_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["first_start", "last_end"], name="event_by_bounds"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("schedule:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"schedule:{self.pk}"

    @property
    def pattern(self) -> Pattern:
        """When it takes place."""
        return Pattern(
            first_day=self.first_day,
            last_day=self.last_day,
            span=Span(self.span),
            time_zone=self.time_zone,
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            rule=self.rule,
            until=self.until,
            skipped=frozenset(map(date.fromisoformat, self.skipped)),
        )

    @property
    def recurrence(self) -> Recurrence | None:
        """The rule by which it repeats."""
        return Recurrence.parse(self.rule) if self.rule else None

    @property
    def selection(self) -> Selection:
        """Whom the author chose, people and whole groups apart."""
        return Selection(
            people=tuple(self.invited.get("people", ())),
            groups=tuple(self.invited.get("groups", ())),
        )

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def repeats(self) -> bool:
        return bool(self.rule)
