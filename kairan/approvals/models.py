from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User
from kairan.people.one_line import one_line
from kairan.people.picker import Selection


class Route(models.Model):
    """Steps under a name, kept by administrators, that many records may be sent along."""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        validators=[one_line],
        error_messages={"unique": _("There is a route of this name already.")},
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RouteStep(models.Model):
    """One step of a route: who decides there, people and whole groups."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=100, validators=[one_line])
    needs_all = models.BooleanField(_("all of them must approve"), default=False)
    addressees = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["route", "number"], name="one_route_step_of_a_number"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def selection(self) -> Selection:
        """Whom the administrator chose."""
        return Selection(
            people=tuple(self.addressees.get("people", ())),
            groups=tuple(self.addressees.get("groups", ())),
        )


class CourseQuerySet(models.QuerySet["Course"]):
    def running(self) -> CourseQuerySet:
        return self.filter(state=Course.State.RUNNING)

    def of(self, about: str) -> CourseQuerySet:
        """Every course that the record ``about`` was sent on, the latest first."""
        return self.filter(about=about).order_by("-pk")

    def with_seats(self) -> CourseQuerySet:
        """Bring along what it takes to draw them: three queries for all."""
        return self.select_related("created_by").prefetch_related(
            models.Prefetch("steps", Step.objects.order_by("number")),
            models.Prefetch("steps__seats", Seat.objects.select_related("person").order_by("pk")),
        )


class Course(models.Model):
    """One way of a record through its approvers; sent again, the record gets a new one."""

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        APPROVED = "approved", _("Approved")
        DENIED = "denied", _("Denied")
        RETURNED = "returned", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    about = models.CharField(max_length=100, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=Q(state="running"), name="one_running_course"
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None)
                | ~Q(state="running") & ~Q(ended_at=None),
                name="a_course_that_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["about", "-id"], name="course_by_record")]

    def __str__(self) -> str:
        return f"{self.about}: {self.state}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class Step(models.Model):
    """One stop of a course; its people decide once every step before it was approved."""

    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    needs_all = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_step_of_a_number"),
        ]

    def __str__(self) -> str:
        return self.title


class SeatQuerySet(models.QuerySet["Seat"]):
    def turns_of(self, person: User | int) -> SeatQuerySet:
        """Those at which ``person`` has to decide now."""
        return self.filter(person=person, state=Seat.State.ASKED)

    def decided_by(self, person: User) -> SeatQuerySet:
        """Those at which ``person`` has decided."""
        return self.filter(person=person, decided_at__isnull=False)

    def concerning(self, person: User) -> SeatQuerySet:
        """Those of ``person`` whose turn has come, now or earlier: they may see the record."""
        return self.filter(person=person, asked_at__isnull=False)

    def in_app(self, label: str) -> SeatQuerySet:
        """Those of records of one app."""
        return self.filter(app=label)


class Seat(models.Model):
    """A person at a step, and what they decided."""

    class State(models.TextChoices):
        AHEAD = "ahead", _("not yet")
        ASKED = "asked", _("to decide")
        APPROVED = "approved", _("approved")
        DENIED = "denied", _("denied")
        RETURNED = "returned", _("sent back")
        PASSED = "passed", _("not needed")

    DECIDED = (State.APPROVED, State.DENIED, State.RETURNED)

    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="seats", db_index=False
    )
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="seats", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    app = models.CharField(max_length=30, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.AHEAD)
    comment = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "person"], name="one_seat_at_a_step"),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "denied", "returned"], decided_at__isnull=False)
                | Q(state__in=["ahead", "asked", "passed"], decided_at=None),
                name="who_decided_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["course", "state"], name="seat_by_course"),
            models.Index(
                fields=["person", "app", "id"], condition=Q(state="asked"), name="seat_to_decide"
            ),
            models.Index(
                fields=["person", "app", "-id"],
                condition=Q(decided_at__isnull=False),
                name="seat_decided",
            ),
            models.Index(fields=["person", "course"], name="seat_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.state}"

    @property
    def record_id(self) -> int:
        """The number of the record, as its ``about`` says; ``course`` is loaded for it."""
        return int(self.course.about.partition(":")[2])
