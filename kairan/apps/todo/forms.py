from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kairan.apps.todo.models import Task
from kairan.apps.todo.operations.writing import Draft
from kairan.people.models import User
from kairan.people.picker import PeopleField, Selection
from kairan.reminders.fields import LeadsField
from kairan.reminders.leads import settings_of
from kairan.reminders.repeats import Repeat
from kairan.reminders.snoozing import Snooze

YEARS = gettext_lazy("Choose a year between 2000 and 2999.")
USUAL, CHOSEN = "usual", "chosen"


class DayField(forms.DateField):
    """A day that exists in every time zone."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(date(2000, 1, 1), message=YEARS),
        MaxValueValidator(date(2999, 12, 30), message=YEARS),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class QuickForm(forms.Form):
    """A task on one line: for oneself, on a day or some day."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("What is to do"), max_length=200)
    due_on = DayField(label=gettext_lazy("Due"), required=False)

    def draft(self, *, by: User) -> Draft:
        """Return what was typed."""
        return Draft(**self.cleaned_data, assignee=by)


class TaskForm(forms.Form):
    """All that can be said about a task."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("What is to do"), max_length=200)
    due_on = DayField(label=gettext_lazy("Due"), required=False)
    due_time = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        help_text=gettext_lazy("In your time zone. Leave it empty for the whole day."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M"],
    )
    repeat = forms.ChoiceField(label=gettext_lazy("Repeat"), choices=Repeat.choices)
    priority = forms.ChoiceField(
        label=pgettext_lazy("task", "Priority"), choices=Task.Priority.choices
    )
    assignee = PeopleField(
        label=gettext_lazy("Who does it"),
        required=False,
        help_text=gettext_lazy("Nobody chosen means you. Somebody else is told by mail."),
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "brief", "rows": 3}),
    )
    reminds = forms.ChoiceField(
        label=gettext_lazy("Reminders"),
        choices=[
            (USUAL, gettext_lazy("As whoever does it has settled under Reminder")),
            (CHOSEN, gettext_lazy("As ticked here:")),
        ],
        widget=forms.RadioSelect,
    )
    leads = LeadsField(label=gettext_lazy("How long before"), required=False)

    def __init__(self, data: Any = None, *, by: User, task: Task | None = None) -> None:
        super().__init__(data, initial=_initial(task, by))
        self._by = by

    def clean_assignee(self) -> User:
        """Return the one person who is to do it."""
        chosen: Selection = self.cleaned_data["assignee"]
        if not chosen:
            return self._by
        if chosen.groups or len(chosen.people) > 1:
            raise ValidationError(_("Choose one person: a task has one who does it."))
        found = User.objects.active().filter(pk__in=chosen.people)
        person = found.select_related("reminder_settings").first()
        if person is None:
            raise ValidationError(_("Choose somebody who works here."))
        return person

    def clean(self) -> dict[str, Any]:
        """Refuse a time without its day, and repetition without a first day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "due_on" not in self.errors and cleaned.get("due_on") is None:
            if cleaned.get("due_time") is not None:
                self.add_error("due_on", ValidationError(_("Choose the day too.")))
            elif cleaned.get("repeat") != Repeat.NEVER:
                words = _("What repeats needs the day on which it is due first.")
                self.add_error("due_on", ValidationError(words))
        return cleaned

    def draft(self) -> Draft:
        """Return what was typed."""
        typed = dict(self.cleaned_data)
        is_chosen = typed.pop("reminds") == CHOSEN
        return Draft(**{**typed, "leads": typed["leads"] if is_chosen else None})

    def saw(self, version: int) -> None:
        """Let the next save replace what is there as ``version``."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(version)
        self.data = data


class SnoozeForm(forms.Form):
    """For how long to put a reminder off."""

    until = forms.TypedChoiceField(choices=Snooze.choices, coerce=Snooze)


def _initial(task: Task | None, by: User) -> dict[str, Any]:
    if task is None:
        return {
            "key": uuid4(),
            "priority": Task.Priority.NORMAL,
            "repeat": Repeat.NEVER,
            "reminds": USUAL,
            "leads": settings_of(by).task_leads,
        }
    local = task.due_at and localtime(task.due_at)
    return {
        "key": task.key,
        "version": task.version,
        "title": task.title,
        "due_on": local.date() if local else task.due_on,
        "due_time": local and local.time(),
        "repeat": task.repeat,
        "priority": task.priority,
        "assignee": Selection.of([task.assignee]),
        "notes": task.notes,
        "reminds": USUAL if task.leads is None else CHOSEN,
        "leads": settings_of(task.assignee).task_leads if task.leads is None else task.leads,
    }
