from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Whereabouts(feature.Feature):
    name = "kairan.apps.whereabouts"
    label = "whereabouts"
    verbose_name = _("Whereabouts")
    title = _("Whereabouts")
    icon = "map-pin"
    menu_order = 40

    def waits(self, person: feature.Person) -> Any:
        """Return the messages that ``person`` has not opened."""
        # By name: models cannot be imported before all apps are there.
        copies: Any = self.get_model("Copy")
        return copies.objects.of(person.pk).unread()

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the messages that ``person`` has not opened, the oldest first."""
        unread = self.waits(person).select_related("message__writer", "message__request")
        return [
            feature.Waiting(
                title=copy.message.title,
                url=copy.message.get_absolute_url(),
                detail=str(copy.message.writer),
            )
            for copy in unread.order_by("pk")[:most]
        ]

    def take_reply(self, reply: feature.Reply) -> feature.Taken:
        """Take an answer by mail to what this app has mailed."""
        # By name: models cannot be imported before all apps are there.
        taken: feature.Taken = import_string("kairan.apps.whereabouts.replies.take")(reply)
        return taken

    def personal(self) -> Sequence[feature.Entry]:
        """Offer everybody the page on which they choose when messages are mailed."""
        return [
            feature.Entry(_("Whereabouts settings"), reverse("whereabouts:settings"), self.icon)
        ]

    def administration(self) -> Sequence[feature.Entry]:
        """Offer administrators the lists of presences and requests."""
        return [feature.Entry(_("Presences and requests"), reverse("whereabouts:lists"), self.icon)]
