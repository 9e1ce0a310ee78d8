from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kairan.shell import feature

MOST = 100


class Todo(feature.Feature):
    name = "kairan.apps.todo"
    label = "todo"
    verbose_name = _("To-Do")
    title = _("To-Do")
    icon = "check-circle"
    menu_order = 30

    def waiting_for(self, person: feature.Person) -> int:
        """Return how many tasks are overdue or due today."""
        return int(self._open(person).due_until(localdate()).count())

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the tasks that are overdue or due today, the most urgent first."""
        tasks = self._open(person).due_until(localdate()).select_related("author")
        return [
            feature.Waiting(
                each.title,
                each.get_absolute_url(),
                detail=str(each.author) if each.is_given else "",
                until=each.due_at or each.due_on,
            )
            for each in tasks.order_by("ends_at", "pk")[:most]
        ]

    def due(self, person: feature.Person, day: date) -> Sequence[feature.Due]:
        """Return the open tasks that are due until the end of ``day``, or overdue."""
        tasks = self._open(person).due_until(day).order_by("ends_at", "pk")[:MOST]
        return [
            feature.Due(
                each.title,
                each.get_absolute_url(),
                each.due_at or each.due_on,
                is_overdue=each.is_overdue,
            )
            for each in tasks
        ]

    def _open(self, person: feature.Person) -> Any:
        tasks: Any = apps.get_model("todo", "Task")
        return tasks.objects.of(person.pk).open()
