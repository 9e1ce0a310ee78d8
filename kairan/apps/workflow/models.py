from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.approvals.models import Course, Route, Seat
from kairan.apps.workflow.fields import Field, held_files
from kairan.attachments.models import Attachment
from kairan.people.models import User
from kairan.people.one_line import one_line
from kairan.people.picker import Selection


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, person: User) -> FormQuerySet:
        """Everybody may apply with a form that is in use; administrators see the others too."""
        return self if person.is_administrator else self.in_use()

    def in_use(self) -> FormQuerySet:
        return self.filter(is_active=True, route__is_active=True)


class Form(models.Model):
    """What one may apply for: the questions stand in its versions, the approvers on its route."""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        validators=[one_line],
        error_messages={"unique": _("There is a form of this name already.")},
    )
    category = models.CharField(_("category"), max_length=100, blank=True, validators=[one_line])
    explanation = models.TextField(_("explanation"), blank=True)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="+")
    lets_choose = models.BooleanField(_("the applicant may choose the approvers"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["category", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def latest(self) -> Version:
        """The version that new papers are written with."""
        return self.versions.latest("number")


class Version(models.Model):
    """The questions of a form at a time; once a paper is written with it, it never changes."""

    form = models.ForeignKey(
        Form, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    described = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="one_version_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"

    @property
    def fields(self) -> list[Field]:
        """The questions in their order."""
        return [Field.from_json(each) for each in self.described]


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, person: User) -> PaperQuerySet:
        """The applicant's own; what was sent, for approvers whose turn came; for administrators.

        An approver keeps seeing what once came before them, whatever becomes of it.
        """
        if person.is_administrator:
            return self.filter(Q(author=person) | Q(sent_at__isnull=False))
        sendings = Submission.objects.filter(paper=OuterRef(OuterRef("pk")))
        turns = Seat.objects.concerning(person).filter(course__in=sendings.values("course"))
        return self.filter(Q(author=person) | Exists(turns))

    def written_by(self, person: User) -> PaperQuerySet:
        """Those that ``person`` may change, send, withdraw or throw away."""
        return self.filter(author=person)

    def sent(self) -> PaperQuerySet:
        """Those that were sent at least once."""
        return self.filter(sent_at__isnull=False)

    def drafts(self) -> PaperQuerySet:
        return self.filter(state=Paper.State.DRAFT)


class Paper(models.Model):
    """An application: what its author writes now. What was sent stands in its submissions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RUNNING = "running", _("Under way")
        RETURNED = "returned", _("Sent back")
        APPROVED = "approved", _("Approved")
        DENIED = "denied", _("Denied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    EDITABLE = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
    DONE = (State.APPROVED, State.DENIED, State.WITHDRAWN)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.UUIDField(default=uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="papers")
    subject = models.CharField(_("subject"), max_length=200, validators=[one_line])
    answers = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    files = models.ManyToManyField(Attachment, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_paper_of_a_form"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | ~Q(state="draft") & ~Q(sent_at=None),
                name="a_paper_that_left_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "state", "-id"], name="paper_by_author"),
            models.Index(fields=["author", "-id"], name="paper_of_author"),
            models.Index(fields=["state", "-id"], name="paper_by_state"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("workflow:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"workflow:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def can_be_edited(self) -> bool:
        """Whether its author may write on and send it (again)."""
        return self.state in self.EDITABLE

    @property
    def instead(self) -> dict[int, Selection]:
        """Whom the author chose in place of the people of a step, by its number."""
        return {
            int(number): Selection(people=tuple(who["people"]), groups=tuple(who["groups"]))
            for number, who in self.chosen.items()
        }


class Submission(models.Model):
    """One sending of a paper: what it said then, and the course it went. It never changes."""

    paper = models.ForeignKey(
        Paper, on_delete=models.CASCADE, related_name="submissions", db_index=False
    )
    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="submission")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    answers = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["paper", "-id"], name="submission_by_paper")]

    def __str__(self) -> str:
        return self.subject

    @property
    def file_ids(self) -> set[int]:
        """The files that were sent with it."""
        return held_files(self.version.fields, self.answers)
