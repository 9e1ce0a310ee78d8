from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from kairan.shell import feature


class Schedule(feature.Feature):
    name = "kairan.apps.schedule"
    label = "schedule"
    verbose_name = _("Schedule")
    title = _("Schedule")
    icon = "calendar-days"
    menu_order = 20

    def agenda(self, person: feature.Person, day: date) -> Sequence[feature.Appointment]:
        found: Sequence[feature.Appointment] = self._answers.agenda(person.pk, day)
        return found

    def engagements(
        self, viewer: feature.Person, people: Collection[int], moment: datetime
    ) -> Mapping[int, feature.Engagement]:
        found: Mapping[int, feature.Engagement] = self._answers.engagements(
            viewer.pk, people, moment
        )
        return found

    @property
    def _answers(self) -> Any:
        """What answers: it reads models, which exist only after every app was introduced."""
        return import_module("kairan.apps.schedule.answers")
