"""What tasks have to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import TOKEN, Action, Fact, Notice
from kairan.reminders.wording import due_words

if TYPE_CHECKING:
    from kairan.apps.todo.models import Task


@dataclass(frozen=True, kw_only=True)
class AboutTask(Notice):
    """What every notice of this app knows."""

    group = gettext_lazy("To-Do")

    task_id: int
    task: str
    notes: str
    author: str
    due_on: date | None
    due_at: datetime | None
    is_urgent: bool

    @classmethod
    def of(cls, task: Task, **more: Any) -> Self:
        return cls(
            task_id=task.pk,
            task=task.title,
            notes=task.notes,
            author=str(task.author) if task.is_given else "",
            due_on=task.due_on,
            due_at=task.due_at,
            is_urgent=task.priority == task.Priority.HIGH,
            **more,
        )

    def about(self) -> str:
        return f"todo:{self.task_id}"

    def path(self) -> str:
        return reverse("todo:show", args=[self.task_id])

    def facts(self) -> list[Fact]:
        facts = []
        if self.author:
            facts.append(Fact(_("Given by"), self.author))
        if self._due:
            facts.append(Fact(_("Due"), self._due))
        if self.is_urgent:
            facts.append(Fact(pgettext("task", "Priority"), _("High")))
        return facts

    def body(self) -> str:
        return self.notes

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            task_id=1,
            task=_("Order name plates"),
            notes=_("The list of names: https://example.com/names"),
            author=samples.somebody(),
            due_on=None,
            due_at=samples.moment(ahead=1, hour=17),
            is_urgent=True,
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {"task": self.task, "author": self.author, "due": self._due}

    @property
    def _due(self) -> str:
        if self.due_at is not None:
            return date_format(localtime(self.due_at), "DATETIME_FORMAT")
        return date_format(self.due_on, "DATE_FORMAT") if self.due_on else ""


@dataclass(frozen=True, kw_only=True)
class TaskAssigned(AboutTask):
    kind = "todo.task-assigned"
    label = gettext_lazy("Somebody gives you a task")
    supersedes = frozenset({"todo.task-assigned"})
    asks = True

    by: str

    def title(self) -> str:
        return _("To do for %(person)s: %(task)s") % {"person": self.by, "task": self.task}

    def reason(self) -> str:
        return _("%(person)s gave this task to you.") % {"person": self.by}

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(by=samples.somebody(), **more)

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "person": self.by}


@dataclass(frozen=True, kw_only=True)
class TaskDone(AboutTask):
    kind = "todo.task-done"
    label = gettext_lazy("A task that you gave to somebody is done")

    by: str

    def title(self) -> str:
        return _("Done: %(task)s") % {"task": self.task}

    def facts(self) -> list[Fact]:
        return [Fact(_("Done by"), self.by), *super().facts()[1:]]

    def reason(self) -> str:
        return _("You gave this task, and it is done.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(by=samples.somebody_else(), **more)

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "person": self.by}


@dataclass(frozen=True, kw_only=True)
class TaskReminder(AboutTask):
    kind = "todo.task-reminder"
    label = gettext_lazy("A task of yours is due soon")
    expires_after = timedelta(days=1)
    when_uncertain = WhenUncertain.RESEND
    crosses_quiet_hours = True

    def title(self) -> str:
        due = self.due_at or self.due_on
        if due is None:
            return _("Reminder: %(task)s") % {"task": self.task}
        return _("Due %(due)s: %(task)s") % {"due": due_words(due), "task": self.task}

    def actions(self) -> list[Action]:
        return [
            Action(_("Done"), reverse("todo:answer", args=["done", TOKEN])),
            Action(_("Remind me later"), reverse("todo:answer", args=["later", TOKEN])),
        ]

    def reason(self) -> str:
        return _("This task is yours, and you asked to be reminded in good time.")
