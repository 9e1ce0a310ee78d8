from collections.abc import Sequence

from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Delivery(feature.Feature):
    name = "kairan.delivery"
    label = "delivery"
    title = _("Delivery")
    icon = "paper-airplane"
    place = feature.Place.NOWHERE

    def administration(self) -> Sequence[feature.Entry]:
        """Offer administrators the queue."""
        return [feature.Entry(_("Delivery"), reverse(self.door), self.icon)]

    def unrest(self, person: feature.Person) -> Sequence[BaseExpression]:
        """Return the signs of what stops letters, which only administrators are told."""
        if not person.is_administrator:
            return ()
        signs: list[BaseExpression] = import_string("kairan.delivery.alarms.signs")()
        return signs

    def alarms(self) -> Sequence[feature.Alarm]:
        """Say what stops letters from leaving."""
        # By name: models cannot be imported before all apps are there.
        alarms: list[feature.Alarm] = import_string("kairan.delivery.alarms.current")()
        return alarms
