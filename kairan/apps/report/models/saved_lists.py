"""Saved lists: the people and groups to whom somebody reports again and again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User
from kairan.people.one_line import one_line
from kairan.people.picker import Selection


class SavedListQuerySet(models.QuerySet["SavedList"]):
    def visible_to(self, person: User) -> SavedListQuerySet:
        """One's own lists, and nobody else's."""
        return self.filter(owner=person)


class SavedList(models.Model):
    """A named choice of people and whole groups; a group stays a group, whoever joins it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="report_lists",
        db_index=False,
    )
    name = models.CharField(_("name"), max_length=100, validators=[one_line])
    addressees = models.JSONField(default=dict)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_report_list_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("report:saved-list", args=[self.pk])

    @property
    def selection(self) -> Selection:
        """Whom the list names, people and whole groups apart."""
        return Selection(
            people=tuple(self.addressees.get("people", ())),
            groups=tuple(self.addressees.get("groups", ())),
        )
