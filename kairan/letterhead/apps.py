from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class LetterheadFeature(feature.Feature):
    name = "kairan.letterhead"
    label = "letterhead"
    title = _("Letterhead")
    icon = "paint-brush"
    place = feature.Place.NOWHERE

    @property
    def door(self) -> str:
        """The name of the one page there is."""
        return "letterhead:letterhead"

    def administration(self) -> Sequence[feature.Entry]:
        """Return the page on which administrators choose how all mails look."""
        return [feature.Entry(self.title, reverse(self.door), self.icon)]
