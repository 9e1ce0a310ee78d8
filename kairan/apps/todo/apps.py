from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from kairan.clock.days import bounds
from kairan.shell import feature
from kairan.shell.asking import Blank

MOST = 100


class Todo(feature.Feature):
    name = "kairan.apps.todo"
    label = "todo"
    verbose_name = _("To-Do")
    title = _("To-Do")
    icon = "check-circle"
    menu_order = 30

    def waits(self, person: feature.Person) -> Any:
        """Return the tasks that are overdue or due today."""
        return self._open(person).filter(ends_at__lt=Blank(_end_of_today, DateTimeField()))

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


def _end_of_today(_person: feature.Person) -> datetime:
    return bounds(localdate(), get_current_timezone())[1]
