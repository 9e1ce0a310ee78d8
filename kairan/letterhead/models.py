from __future__ import annotations

import base64

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.letterhead.colours import Colour, Scheme, by_day, in_the_dark
from kairan.letterhead.logos import Logo
from kairan.mail.compose.letter import Picture
from kairan.mail.headers import FileName
from kairan.people.one_line import one_line

THE_ROW = 1
STANDARD_COLOUR = "#1f4e8c"
CID = "logo@letterhead"


def is_colour(text: str) -> None:
    """Raise ValidationError unless ``text`` is a colour written as ``#rrggbb``."""
    try:
        Colour.of(text)
    except ValueError as error:
        raise ValidationError(_("Write a colour like #1f4e8c.")) from error


class Letterhead(models.Model):
    """What stands at the head of every mail; without a row, the standard one.

    An empty ``name`` means the name that the office has anyway.
    """

    name = models.CharField(
        gettext_lazy("name of the company"), max_length=100, blank=True, validators=[one_line]
    )
    colour = models.CharField(
        gettext_lazy("colour"), max_length=7, default=STANDARD_COLOUR, validators=[is_colour]
    )
    logo_data = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=20, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=THE_ROW), name="one_letterhead")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Letterhead:
        """Return what holds now, with its logo, in one query; nothing is created."""
        return cls.objects.filter(pk=THE_ROW).first() or cls(pk=THE_ROW)

    @property
    def logo(self) -> Logo | None:
        """The logo, if there is one."""
        if self.logo_data is None:
            return None
        return Logo(bytes(self.logo_data), self.logo_type, self.logo_width, self.logo_height)

    def put(self, logo: Logo | None) -> None:
        """Take ``logo``, or none, in place of the one there was; the caller saves."""
        self.logo_data = logo.data if logo else None
        self.logo_type = logo.media_type if logo else ""
        self.logo_width = logo.width if logo else 0
        self.logo_height = logo.height if logo else 0

    @property
    def day(self) -> Scheme:
        """The colours of a mail by day."""
        return by_day(Colour.of(self.colour))

    @property
    def dark(self) -> Scheme:
        """The colours of a mail in the dark."""
        return in_the_dark(Colour.of(self.colour))

    def pictures(self) -> list[Picture]:
        """Return what travels with a mail so that its HTML can show ``cid:``:data:`CID`."""
        logo = self.logo
        if logo is None:
            return []
        ending = logo.media_type.removeprefix("image/").replace("jpeg", "jpg")
        return [Picture(CID, FileName(f"logo.{ending}"), logo.media_type, logo.data)]

    @property
    def logo_in_place(self) -> str:
        """The logo as a ``data:`` URL, for pages; nothing without a logo."""
        logo = self.logo
        if logo is None:
            return ""
        return f"data:{logo.media_type};base64,{base64.b64encode(logo.data).decode()}"


class Rewording(models.Model):
    """An administrator's own words for one kind of mail in one language; without it, the standard.

    What stands between braces is the name of a value that the kind knows.
    """

    kind = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    opening = models.CharField(max_length=300)
    closing = models.TextField(blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_rewording_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}"
