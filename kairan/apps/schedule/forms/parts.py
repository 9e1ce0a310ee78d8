"""The small forms: whom to show, how to be reminded, how much of a series to cancel."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.apps.schedule.models import Participation
from kairan.apps.schedule.operations import Scope
from kairan.people.picker import PeopleField

SCOPES = [
    (Scope.ONE.value, _("This one alone")),
    (Scope.FOLLOWING.value, _("This one and all that follow")),
    (Scope.ALL.value, _("All of the series")),
]


class WhoForm(forms.Form):
    """Whose calendars are shown side by side."""

    who = PeopleField(label=_("People and groups"), required=False)


class RemindedForm(forms.Form):
    """How a participant is reminded of one event."""

    reminded = forms.ChoiceField(
        label=_("Remind me"), choices=Participation.Reminded.choices, widget=forms.RadioSelect
    )


class CancellationForm(forms.Form):
    """How much of a series is cancelled; without a day, all."""

    scope = forms.ChoiceField(
        label=pgettext_lazy("occurrences", "Cancel"),
        choices=SCOPES,
        widget=forms.RadioSelect,
        required=False,
    )
    on = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, day: date | None = None) -> None:
        super().__init__(data, initial={"scope": Scope.ONE.value, "on": day})

    def chosen(self) -> tuple[date | None, Scope]:
        """Return the day of the occurrence, and how much is meant."""
        return self.cleaned_data["on"], Scope(self.cleaned_data["scope"] or Scope.ALL)
