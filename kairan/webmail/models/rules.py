"""Rules: what a person wants done with mail that comes in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User
from kairan.webmail.models.folders import Folder
from kairan.webmail.models.labels import Label


class RuleQuerySet(models.QuerySet["Rule"]):
    def visible_to(self, person: User) -> RuleQuerySet:
        """One's own rules, and nobody else's."""
        return self.filter(owner=person)


class Rule(models.Model):
    """One rule of one person. Rules are tried in the order of their positions.

    ``conditions`` is a list of ``[subject, test, value]``, as ``rules.deciding`` names them.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_rules"
    )
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveIntegerField(default=0)
    is_on = models.BooleanField(_("in use"), default=True)
    needs_all = models.BooleanField(default=True)
    conditions = models.JSONField(default=list)
    folder = models.ForeignKey(
        Folder, null=True, blank=True, on_delete=models.PROTECT, related_name="rules"
    )
    label = models.ForeignKey(
        Label, null=True, blank=True, on_delete=models.PROTECT, related_name="rules"
    )
    stars = models.BooleanField(_("give it a star"), default=False)
    marks_read = models.BooleanField(_("mark it as read"), default=False)
    deletes = models.BooleanField(_("put it into the trash"), default=False)
    forward_to = models.CharField(_("send it on to"), max_length=320, blank=True)
    stops = models.BooleanField(_("try no further rule"), default=False)
    forwarded_on = models.DateField(null=True)
    forwarded = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["owner", "position"], name="rule_in_order")]

    def __str__(self) -> str:
        return self.name
