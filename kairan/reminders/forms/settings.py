"""The form of when, how long before and where a person is reminded."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.people.models import User
from kairan.reminders.fields import LeadsField
from kairan.reminders.leads import settings_of
from kairan.reminders.models import WORKING_DAYS
from kairan.reminders.operations.settings import Wish, addresses_for_reminders

A_MONDAY = date(2024, 1, 1)
HALVES = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


def weekday_choices() -> list[tuple[int, str]]:
    """Return the days of the week by their names in the active language."""
    days = [A_MONDAY + timedelta(days=number) for number in range(7)]
    return [(number, date_format(day, "l")) for number, day in enumerate(days)]


def hour_choices() -> list[tuple[str, str]]:
    """Return "no daily mail" and every half hour."""
    hours = [(each.isoformat("minutes"), time_format(each, "TIME_FORMAT")) for each in HALVES]
    return [("", _("No daily mail")), *hours]


def _whole_number(value: str) -> int:
    return int(value)


class SettingsForm(forms.Form):
    """When a person wants to be reminded, and where."""

    daily_at = forms.TypedChoiceField(
        label=gettext_lazy("When it comes"),
        required=False,
        choices=hour_choices,
        coerce=time.fromisoformat,
        empty_value=None,
    )
    daily_weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days"),
        required=False,
        choices=weekday_choices,
        coerce=_whole_number,
        widget=forms.CheckboxSelectMultiple,
    )
    event_leads = LeadsField(label=gettext_lazy("Before an appointment"))
    task_leads = LeadsField(label=gettext_lazy("Before a task is due"))
    where = forms.ChoiceField(
        label=gettext_lazy("Send them"),
        choices=[
            ("usual", gettext_lazy("To the addresses that take my notifications")),
            ("chosen", gettext_lazy("To these addresses only:")),
        ],
        widget=forms.RadioSelect,
    )
    addresses = forms.TypedMultipleChoiceField(
        label=gettext_lazy("My addresses"),
        required=False,
        coerce=_whole_number,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        settled = settings_of(person)
        chosen = addresses_for_reminders(person)
        own = list(person.addresses.all())
        usual = {each.pk for each in own if each.takes_notifications}
        super().__init__(
            data,
            initial={
                "daily_at": settled.daily_at and settled.daily_at.isoformat("minutes"),
                "daily_weekdays": settled.daily_weekdays,
                "event_leads": settled.event_leads,
                "task_leads": settled.task_leads,
                "where": "usual" if chosen is None else "chosen",
                "addresses": sorted(usual if chosen is None else chosen),
            },
        )
        self.fields["addresses"].choices = [  # type: ignore[attr-defined]
            (each.pk, f"{each.address} ({each.get_kind_display()})") for each in own
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a daily mail on no day, and reminders to no address."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("daily_at") is not None and not cleaned.get("daily_weekdays"):
            self.add_error("daily_weekdays", ValidationError(_("Choose at least one day.")))
        if cleaned.get("where") == "chosen" and not cleaned.get("addresses"):
            self.add_error("addresses", ValidationError(_("Choose at least one address.")))
        return cleaned

    def wish(self) -> Wish:
        """Return what was typed."""
        cleaned = self.cleaned_data
        return Wish(
            event_leads=cleaned["event_leads"],
            task_leads=cleaned["task_leads"],
            daily_at=cleaned["daily_at"],
            daily_weekdays=cleaned["daily_weekdays"] or WORKING_DAYS,
            addresses=cleaned["addresses"] if cleaned["where"] == "chosen" else None,
        )
