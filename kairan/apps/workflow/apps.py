from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Workflow(feature.Feature):
    name = "kairan.apps.workflow"
    label = "workflow"
    verbose_name = _("Workflow")
    title = _("Workflow")
    icon = "clipboard-document-check"
    menu_order = 60

    def waits(self, person: feature.Person) -> Any:
        """Return the seats at which ``person`` has to decide now."""
        seats = apps.get_model("approvals", "Seat")
        return seats.objects.turns_of(person.pk).in_app(self.label)

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        turns = self.waits(person).select_related("course__submission__paper__author")
        papers = [seat.course.submission.paper for seat in turns.order_by("pk")[:most]]
        return [
            feature.Waiting(str(each), each.get_absolute_url(), detail=str(each.author))
            for each in papers
        ]

    def administration(self) -> Sequence[feature.Entry]:
        return [
            feature.Entry(_("Application forms"), reverse("workflow:forms"), self.icon),
            feature.Entry(_("Approval routes"), reverse("workflow:routes"), "map"),
        ]
