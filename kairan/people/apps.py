from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.shell import feature


class People(feature.Feature):
    name = "kairan.people"
    label = "people"
    title = _("People")
    icon = "user-group"
    menu_order = 110

    def personal(self) -> Sequence[feature.Entry]:
        """Return the page on which people change their own details."""
        return (feature.Entry(_("Your details"), reverse("people:me"), "identification"),)

    def administration(self) -> Sequence[feature.Entry]:
        """Return the pages on which administrators add people and groups."""
        return (
            feature.Entry(_("Add a person"), reverse("people:new"), "user-plus"),
            feature.Entry(_("Groups"), reverse("people:groups"), "user-group"),
            feature.Entry(
                pgettext_lazy("organisation", "Company"),
                reverse("people:company"),
                "building-office",
            ),
            feature.Entry(_("Import people"), reverse("people:import"), "arrow-up-tray"),
        )
