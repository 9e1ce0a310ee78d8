from collections.abc import Sequence

from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Returns(feature.Feature):
    name = "kairan.returns"
    label = "returns"
    title = _("Returned mail")
    icon = "arrow-uturn-left"
    place = feature.Place.NOWHERE

    def administration(self) -> Sequence[feature.Entry]:
        """Offer administrators what came back, and where mail does not arrive."""
        return [
            feature.Entry(_("Returned mail"), reverse(self.door), self.icon),
            feature.Entry(
                _("Addresses that return mail"), reverse("returns:addresses"), "no-symbol"
            ),
        ]

    def unrest(self, person: feature.Person) -> Sequence[BaseExpression]:
        """Return the signs that something comes back, or that it cannot be received."""
        signs: list[BaseExpression] = import_string("kairan.returns.alarms.signs")(person)
        return signs

    def alarms(self) -> Sequence[feature.Alarm]:
        """Say that the notification mailbox cannot be received."""
        # By name: models cannot be imported before all apps are there.
        alarms: list[feature.Alarm] = import_string("kairan.returns.alarms.current")()
        return alarms

    def concerns(self, person: feature.Person) -> Sequence[feature.Concern]:
        """Tell ``person`` that mail to them comes back, and administrators what to decide."""
        told: list[feature.Concern] = import_string("kairan.returns.alarms.of")(person)
        return told
