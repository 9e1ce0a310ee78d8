"""What administrators keep: the presences to choose from, and what callers ask for."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.apps.whereabouts.words import in_own_language
from kairan.people.one_line import one_line

Row = TypeVar("Row", bound="Listed")


class ListedQuerySet(models.QuerySet[Row]):
    def offered(self) -> Self:
        """Those that one may choose; the others stay where they were chosen."""
        return self.filter(is_offered=True)


class Listed(models.Model):
    """A line of a kept list, with its name in each language."""

    name_en = models.CharField(
        _("name in English"), max_length=50, blank=True, validators=[one_line]
    )
    name_ja = models.CharField(
        _("name in Japanese"), max_length=50, blank=True, validators=[one_line]
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    is_offered = models.BooleanField(_("may be chosen"), default=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of whoever reads."""
        return in_own_language(self.name_en, self.name_ja)


class Presence(Listed):
    """Where one may be: in, in a meeting, at home."""

    class Tone(models.TextChoices):
        GREEN = "green", _("Green")
        BLUE = "blue", _("Blue")
        AMBER = "amber", _("Amber")
        RED = "red", _("Red")
        GREY = "grey", _("Grey")

    is_in = models.BooleanField(_("counts as being in"), default=False)
    tone = models.CharField(_("colour"), max_length=10, choices=Tone.choices, default=Tone.GREY)

    class Meta(Listed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_en="", name_ja=""), name="whereabouts_named_presence"
            )
        ]


class Request(Listed):
    """What somebody who called may ask for: to be called back, or nothing."""

    class Meta(Listed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_en="", name_ja=""), name="whereabouts_named_request"
            )
        ]
