from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.inventory.quantities import with_unit
from kairan.shell import feature


class Inventory(feature.Feature):
    name = "kairan.apps.inventory"
    label = "inventory"
    verbose_name = gettext_lazy("Inventory")
    title = gettext_lazy("Inventory")
    icon = "archive-box"
    menu_order = 90

    def waits(self, person: feature.Person) -> Any:
        """Return the low items that ``person`` answers for."""
        return apps.get_model("inventory", "Item").objects.low().answered_for_by(person.pk)

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the low items that ``person`` answers for, by name."""
        low = self.waits(person).order_by("name", "pk")[:most]
        return [
            feature.Waiting(
                each.name,
                each.get_absolute_url(),
                _("low: %(quantity)s on hand") % {"quantity": with_unit(each.on_hand, each.unit)},
            )
            for each in low
        ]

    def administration(self) -> Sequence[feature.Entry]:
        """Return the page on which the administrators of Inventory are chosen."""
        return (
            feature.Entry(
                gettext_lazy("Inventory administrators"),
                reverse("inventory:administration"),
                "archive-box",
            ),
        )
