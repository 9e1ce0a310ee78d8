"""Kinds of report: the form that administrators build, and what it fills in beforehand."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.apps.report.answers import Type
from kairan.people.one_line import one_line


class KindQuerySet(models.QuerySet["Kind"]):
    def offered(self) -> KindQuerySet:
        """Those on which everybody may write, folder by folder."""
        return self.filter(is_retired=False).order_by("folder", "name", "pk")


class Kind(models.Model):
    """A kind of report. One that was used is never deleted; retired, it takes no new reports.

    Reports carry the answers with their questions, so a changed form changes no report.
    """

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        validators=[one_line],
        error_messages={"unique": _("There is a kind of this name already.")},
    )
    folder = models.CharField(_("folder"), max_length=100, blank=True, validators=[one_line])
    guidance = models.CharField(_("when to use it"), max_length=300, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True, validators=[one_line])
    body = models.TextField(_("text"), blank=True, max_length=100_000)
    asks_for_meeting = models.BooleanField(_("is about a meeting or a visit"), default=False)
    is_retired = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = KindQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["is_retired", "folder", "name"], name="report_kind_by_folder")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("report:kind", args=[self.pk])

    @property
    def is_used(self) -> bool:
        """Whether a report or a draft of this kind exists."""
        return self.reports.exists()


class Field(models.Model):
    """One question on the form of a kind."""

    kind = models.ForeignKey(Kind, on_delete=models.CASCADE, related_name="fields", db_index=False)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("label"), max_length=100, validators=[one_line])
    type = models.CharField(_("type"), max_length=10, choices=Type.choices, default=Type.TEXT)
    help_text = models.CharField(_("explanation"), max_length=200, blank=True)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    choices = models.JSONField(_("choices"), default=list, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["kind", "position"], name="report_field_by_position")]

    def __str__(self) -> str:
        return self.label
