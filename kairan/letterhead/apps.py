from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class LetterheadFeature(feature.Feature):
    name = "kairan.letterhead"
    label = "letterhead"
    title = _("Letterhead")
    place = feature.Place.NOWHERE
