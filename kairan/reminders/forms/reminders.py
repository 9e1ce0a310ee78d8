"""The forms of a reminder, and of putting one off."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.reminders.models import Reminder
from kairan.reminders.operations.reminders import Draft
from kairan.reminders.repeats import Repeat
from kairan.reminders.snoozing import Snooze

YEARS = _("Choose a year between 2000 and 2999.")
IN_THESE_YEARS = [
    MinValueValidator(date(2000, 1, 1), message=YEARS),
    MaxValueValidator(date(2999, 12, 30), message=YEARS),
]


class ReminderForm(forms.Form):
    """What to be reminded of, and when."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("What to remind you of"), max_length=200)
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=IN_THESE_YEARS,
    )
    time_of_day = forms.TimeField(
        label=pgettext_lazy("time of day", "Time"),
        help_text=_("In your time zone."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    repeat = forms.ChoiceField(label=_("Repeat"), choices=Repeat.choices)
    note = forms.CharField(
        label=pgettext_lazy("reminder", "Note"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"class": "brief", "rows": 3}),
    )

    def __init__(self, data: Any = None, *, reminder: Reminder | None = None) -> None:
        super().__init__(data, initial=_initial(reminder))

    def draft(self) -> Draft:
        """Return what was typed."""
        return Draft(**self.cleaned_data)


class SnoozeForm(forms.Form):
    """For how long to put a reminder off."""

    until = forms.TypedChoiceField(choices=Snooze.choices, coerce=Snooze)


def _initial(reminder: Reminder | None) -> dict[str, Any]:
    if reminder is None:
        soon = localtime() + timedelta(hours=1)
        return {
            "key": uuid4(),
            "day": soon.date(),
            "time_of_day": soon.time().replace(minute=0),
            "repeat": Repeat.NEVER,
        }
    return {
        "key": reminder.key,
        "text": reminder.text,
        "note": reminder.note,
        "day": reminder.first_on,
        "time_of_day": reminder.time_of_day,
        "repeat": reminder.repeat,
    }
