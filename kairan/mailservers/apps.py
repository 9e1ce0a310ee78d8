from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class MailServers(feature.Feature):
    name = "kairan.mailservers"
    label = "mailservers"
    title = _("Mail Server Settings")
    icon = "server-stack"
    place = feature.Place.NOWHERE

    @property
    def prefix(self) -> str:
        """The first part of every URL here."""
        return "mail-servers"

    @property
    def door(self) -> str:
        """The name of the one page there is."""
        return "mailservers:settings"

    def administration(self) -> Sequence[feature.Entry]:
        """Return the page on which the mail servers are set up."""
        return [feature.Entry(self.title, reverse(self.door), self.icon)]
