from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Notices(feature.Feature):
    name = "kairan.notices"
    label = "notices"
    title = _("Notices")
    icon = "bell"
    place = feature.Place.BAR

    def ready(self) -> None:
        """Import ``notices.py`` of every app, so that every kind is known."""
        autodiscover_modules("notices")
