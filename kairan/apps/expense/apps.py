from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.shell import feature


class Expense(feature.Feature):
    name = "kairan.apps.expense"
    label = "expense"
    verbose_name = gettext_lazy("Expense")
    title = gettext_lazy("Expense")
    icon = "banknotes"
    menu_order = 80

    def waits(self, person: feature.Person) -> Any:
        seat = apps.get_model("approvals", "Seat")
        return seat.objects.in_app(self.label).turns_of(person.pk)

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        report = apps.get_model("expense", "Report")
        waiting = report.objects.turn_of(person.pk).light().order_by("pk")
        return [
            feature.Waiting(
                title=str(each),
                url=each.get_absolute_url(),
                detail=_("%(claimant)s claims %(total)s")
                % {"claimant": each.claimant, "total": each.money},
            )
            for each in waiting[:most]
        ]

    def administration(self) -> Sequence[feature.Entry]:
        title = gettext_lazy("Settings of Expense")
        return [feature.Entry(title, reverse("expense:settings"), "banknotes")]
