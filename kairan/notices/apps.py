from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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

    def waiting_for(self, person: feature.Person) -> int:
        """Return how many notices ``person`` has not opened."""
        notifications: Any = self.get_model("Notification")
        return int(notifications.objects.unread_count(person.pk))

    def personal(self) -> Sequence[feature.Entry]:
        """Offer everybody the page of preferences."""
        return [feature.Entry(_("Mail preferences"), reverse("notices:preferences"), "envelope")]

    def administration(self) -> Sequence[feature.Entry]:
        """Offer administrators how everybody is told, in which words, and what had none."""
        return [
            feature.Entry(_("How everybody is told"), reverse("notices:office"), "bell"),
            feature.Entry(_("Words of mails"), reverse("notices:words"), "pencil-square"),
            feature.Entry(
                _("Announcements set aside"),
                reverse("notices:set-aside"),
                "archive-box-x-mark",
            ),
        ]

    def alarms(self) -> Sequence[feature.Alarm]:
        """Say that announcements were set aside, for somebody's mail is missing."""
        announcements: Any = self.get_model("Announcement")
        count = announcements.objects.set_aside().count()
        if not count:
            return ()
        sentence = ngettext(
            "%(count)d announcement could not be put into words: not everybody has been told.",
            "%(count)d announcements could not be put into words: not everybody has been told.",
            count,
        )
        return [feature.Alarm(sentence % {"count": count}, reverse("notices:set-aside"))]
