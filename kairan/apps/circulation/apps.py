from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Circulation(feature.Feature):
    name = "kairan.apps.circulation"
    label = "circulation"
    verbose_name = _("Circulation")
    title = _("Circulation")
    icon = "arrow-path-rounded-square"
    menu_order = 50

    def waits(self, person: feature.Person) -> Any:
        """Return the copies of circulars that wait for the seal of ``person``."""
        # By name: models cannot be imported before all apps are there.
        readings: Any = self.get_model("Reading")
        return readings.objects.filter(reader_id=person.pk).waiting()

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the circulars that wait for the seal of ``person``, the nearest deadline first."""
        soonest = F("circular__confirm_by").asc(nulls_last=True)
        copies = self.waits(person).select_related("circular__author")
        return [
            feature.Waiting(
                title=each.circular.subject,
                url=each.circular.get_absolute_url(),
                detail=str(each.circular.author),
                until=each.circular.confirm_by,
            )
            for each in copies.order_by(soonest, "pk")[:most]
        ]

    def take_reply(self, reply: feature.Reply) -> feature.Taken:
        """Take an answer by mail to what this app has mailed."""
        # By name: models cannot be imported before all apps are there.
        taken: feature.Taken = import_string("kairan.apps.circulation.replies.take")(reply)
        return taken
