"""Labels: names and colours that a person gives to mail, as many to one mail as they like."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User


class LabelQuerySet(models.QuerySet["Label"]):
    def visible_to(self, person: User) -> LabelQuerySet:
        """One's own labels, and nobody else's."""
        return self.filter(owner=person)


class Label(models.Model):
    """A label of one person."""

    class Colour(models.TextChoices):
        GREY = "grey", _("Grey")
        BLUE = "blue", _("Blue")
        TEAL = "teal", _("Teal")
        GREEN = "green", _("Green")
        AMBER = "amber", _("Amber")
        RED = "red", _("Red")
        PINK = "pink", _("Pink")
        PURPLE = "purple", _("Purple")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_labels"
    )
    name = models.CharField(_("name"), max_length=50)
    colour = models.CharField(
        _("colour"), max_length=10, choices=Colour.choices, default=Colour.BLUE
    )

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="label_names_differ"),
        ]

    def __str__(self) -> str:
        return self.name


class LabelledQuerySet(models.QuerySet["Labelled"]):
    def visible_to(self, person: User) -> LabelledQuerySet:
        """What one has labelled oneself, and nobody else's."""
        return self.filter(label__owner=person)


class Labelled(models.Model):
    """A label on a mail. The mail's moment stands here too: the list of a label is one index."""

    label = models.ForeignKey(
        Label, on_delete=models.CASCADE, related_name="labelled", db_index=False
    )
    message = models.ForeignKey(
        "webmail.Message", on_delete=models.CASCADE, related_name="labelled"
    )
    arranged_at = models.DateTimeField()

    objects = LabelledQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label", "message"], name="a_label_stands_once"),
        ]
        indexes = [
            models.Index(fields=["label", "-arranged_at", "-message"], name="labelled_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.label_id} on {self.message_id}"
