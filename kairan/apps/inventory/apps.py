from collections.abc import Sequence

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

    def waiting_for(self, person: feature.Person) -> int:
        """Return how many items that ``person`` answers for are low."""
        low = apps.get_model("inventory", "Item").objects.low()
        # Every page asks: who answers for an item is worked out only where one is low.
        return int(low.answered_for_by(person.pk).count()) if low.exists() else 0

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the low items that ``person`` answers for, by name."""
        item = apps.get_model("inventory", "Item")
        low = item.objects.low().answered_for_by(person.pk).order_by("name", "pk")[:most]
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
