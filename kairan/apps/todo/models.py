from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.timezone import now as current_time
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.apps.todo.planning import Due
from kairan.clock.days import bounds
from kairan.people.models import User
from kairan.reminders.repeats import Repeat


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: User) -> TaskQuerySet:
        """A task exists for who wrote it and for whose it is, and for nobody else."""
        return self.filter(Q(author_id=person.pk) | Q(assignee_id=person.pk))

    def written_by(self, person: User) -> TaskQuerySet:
        """Those that ``person`` may throw away."""
        return self.filter(author_id=person.pk)

    def of(self, person_id: int) -> TaskQuerySet:
        """Those that this person has to do."""
        return self.filter(assignee_id=person_id)

    def given_by(self, person: User) -> TaskQuerySet:
        """Those that ``person`` gave to others."""
        return self.filter(author_id=person.pk).exclude(assignee_id=person.pk)

    def open(self) -> TaskQuerySet:
        return self.filter(done_at=None)

    def done(self) -> TaskQuerySet:
        return self.exclude(done_at=None)

    def overdue(self) -> TaskQuerySet:
        """Those that should be done by now."""
        return self.filter(ends_at__lte=current_time())

    def due_on(self, day: date) -> TaskQuerySet:
        """Those that are due on ``day`` of the active time zone, and not overdue."""
        begin, end = bounds(day, get_current_timezone())
        return self.filter(ends_at__gt=current_time(), ends_at__gte=begin, ends_at__lt=end)

    def due_until(self, day: date) -> TaskQuerySet:
        """Those that are due until the end of ``day`` of the active time zone, or overdue."""
        return self.filter(ends_at__lt=bounds(day, get_current_timezone())[1])

    def due_after(self, day: date) -> TaskQuerySet:
        """Those that are due after ``day`` of the active time zone."""
        return self.filter(ends_at__gte=bounds(day, get_current_timezone())[1])

    def undated(self) -> TaskQuerySet:
        """Those that are due some day."""
        return self.filter(ends_at=None)


class Task(models.Model):
    """Something that one person has to do, for themselves or for who wrote it.

    ``due_on`` and ``due_time`` are what the calendar and the clocks of the assignee show;
    ``due_at`` is that moment, and ``ends_at`` the moment after which the task is overdue: the
    same, or the end of the day. ``remind_at`` is when it reminds next: whoever moves it on has the
    reminder to tell. ``leads`` are minutes, None means as the assignee has settled.
    """

    class Priority(models.TextChoices):
        HIGH = "high", _("High")
        NORMAL = "normal", _("Normal")
        LOW = "low", _("Low")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks", db_index=False
    )
    key = models.UUIDField(default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=0)
    title = models.CharField(_("what is to do"), max_length=200)
    notes = models.TextField(_("notes"), blank=True)
    priority = models.CharField(
        pgettext_lazy("task", "priority"),
        max_length=10,
        choices=Priority.choices,
        default=Priority.NORMAL,
    )
    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    repeat = models.CharField(
        _("repeat"), max_length=10, choices=Repeat.choices, default=Repeat.NEVER
    )
    repeats_from = models.DateField(null=True)
    leads = models.JSONField(null=True)
    remind_at = models.DateTimeField(null=True)
    is_snoozed = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    successor = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="predecessor"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_task_of_a_form"),
            models.CheckConstraint(
                condition=Q(due_on=None, ends_at=None, due_at=None, repeat="never")
                | Q(due_on__isnull=False, ends_at__isnull=False),
                name="a_task_that_is_due_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(due_time=None, due_at=None)
                | Q(due_time__isnull=False, due_at__isnull=False),
                name="a_moment_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False, remind_at=None),
                name="what_is_done_reminds_no_more",
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "ends_at", "id"], condition=Q(done_at=None), name="task_open"
            ),
            models.Index(
                fields=["assignee", "-done_at", "-id"],
                condition=Q(done_at__isnull=False),
                name="task_done",
            ),
            models.Index(fields=["author", "-id"], name="task_by_author"),
            models.Index(
                fields=["remind_at", "id"],
                condition=Q(remind_at__isnull=False),
                name="task_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("todo:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"todo:{self.pk}"

    def settle_due(self, due: Due | None, zone: tzinfo) -> None:
        """Let it be due when ``due`` says in ``zone``, that of its assignee; does not save."""
        self.due_on = None if due is None else due.on
        self.due_time = None if due is None else due.at
        self.due_at = None if due is None else due.moment(zone)
        self.ends_at = None if due is None else due.ends_at(zone)

    @property
    def due(self) -> Due | None:
        """When it is due, as its assignee sees it."""
        return None if self.due_on is None else Due(self.due_on, self.due_time)

    @property
    def chosen_leads(self) -> Sequence[timedelta] | None:
        """The lead times chosen on the task itself."""
        if self.leads is None:
            return None
        return [timedelta(minutes=each) for each in self.leads]

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_overdue(self) -> bool:
        over = self.ends_at is not None and self.ends_at <= current_time()
        return over and not self.is_done

    @property
    def repeats(self) -> bool:
        return self.repeat != Repeat.NEVER

    @property
    def is_given(self) -> bool:
        """Whether somebody else wrote it than has to do it."""
        return self.author_id != self.assignee_id
