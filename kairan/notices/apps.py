from collections.abc import Sequence
from typing import Any

from django.db.models import Exists
from django.db.models.expressions import BaseExpression
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

    def waits(self, person: feature.Person) -> Any:
        """Return the notices that ``person`` has not opened."""
        notifications: Any = self.get_model("Notification")
        return notifications.objects.unopened_by(person.pk)

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

    def unrest(self, person: feature.Person) -> Sequence[BaseExpression]:
        """Return whether announcements were set aside, of which only administrators are told."""
        announcements: Any = self.get_model("Announcement")
        return [Exists(announcements.objects.set_aside())] if person.is_administrator else ()

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
