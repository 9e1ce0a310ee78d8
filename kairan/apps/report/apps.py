from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Report(feature.Feature):
    name = "kairan.apps.report"
    label = "report"
    verbose_name = _("Report")
    title = _("Report")
    icon = "document-text"
    menu_order = 70

    def waits(self, person: feature.Person) -> Any:
        """Return the reports that wait for the seal of ``person``."""
        receipt = apps.get_model("report", "Receipt")
        return receipt.objects.filter(recipient_id=person.pk).unconfirmed()

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the newest reports that wait for the seal of ``person``."""
        waiting = (
            self.waits(person)
            .select_related("report__author")
            .defer("report__body", "report__answers_given", "report__addressees")
        )
        return [
            feature.Waiting(
                title=each.report.subject,
                url=each.report.get_absolute_url(),
                detail=str(each.report.author),
            )
            for each in waiting.order_by("-pk")[:most]
        ]

    def take_reply(self, reply: feature.Reply) -> feature.Taken:
        """Take an answer by mail to what this app has mailed."""
        # By name: models cannot be imported before all apps are there.
        taken: feature.Taken = import_string("kairan.apps.report.replies.take")(reply)
        return taken

    def administration(self) -> Sequence[feature.Entry]:
        """Offer administrators the forms of reports."""
        return [feature.Entry(_("Kinds of report"), reverse("report:kinds"), "document-text")]
