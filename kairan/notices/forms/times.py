"""When mail may reach a person: how long it is bundled, quiet hours, days off, a pause."""

from datetime import date, time, timedelta
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.notices.models import MailTimes
from kairan.notices.public_holidays import countries

A_MONDAY = date(2024, 1, 1)
HALVES = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
LONGEST_PAUSE = timedelta(days=366)
WINDOWS = [
    (15, gettext_lazy("15 minutes")),
    (30, gettext_lazy("30 minutes")),
    (60, gettext_lazy("1 hour")),
    (120, gettext_lazy("2 hours")),
    (240, gettext_lazy("4 hours")),
]


def hours() -> list[tuple[str, str]]:
    """Return "none" and every half hour."""
    return [("", "–"), *((f"{each:%H:%M}", time_format(each, "TIME_FORMAT")) for each in HALVES)]


def weekdays() -> list[tuple[int, str]]:
    """Return the days of the week by their names in the active language."""
    days = [A_MONDAY + timedelta(days=number) for number in range(7)]
    return [(number, date_format(day, "l")) for number, day in enumerate(days)]


def country_choices() -> list[tuple[str, str]]:
    """Return "none" and the countries whose holidays are known, by name in the active language."""
    names = Locale.parse(translation.get_language() or "en", sep="-").territories
    known = sorted(
        ((code, names.get(code, code)) for code in countries()), key=lambda each: each[1]
    )
    return [("", _("no country: mail comes on holidays, too")), *known]


class TimesForm(forms.ModelForm):  # type: ignore[type-arg]
    """The times of one person, on the clocks of their time zone."""

    window_minutes = forms.TypedChoiceField(
        label=gettext_lazy("A bundle leaves after"),
        choices=WINDOWS,
        coerce=int,
        help_text=gettext_lazy("Counted from the first of what is in it."),
    )
    quiet_from = forms.TypedChoiceField(
        label=gettext_lazy("Quiet hours begin at"),
        required=False,
        choices=hours,
        coerce=time.fromisoformat,
        empty_value=None,
    )
    quiet_until = forms.TypedChoiceField(
        label=gettext_lazy("Quiet hours end at"),
        required=False,
        choices=hours,
        coerce=time.fromisoformat,
        empty_value=None,
        help_text=gettext_lazy("They may cross midnight. What comes up then is sent at their end."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Mail comes on"),
        choices=weekdays,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Not on the public holidays of"), required=False, choices=country_choices
    )
    paused_from = forms.DateField(
        label=gettext_lazy("First day of a pause"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    paused_until = forms.DateField(
        label=gettext_lazy("Last day of the pause"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("What comes up meanwhile is sent as one mail on the day after."),
    )

    class Meta:
        model = MailTimes
        fields = [
            "window_minutes",
            "quiet_from",
            "quiet_until",
            "weekdays",
            "country",
            "paused_from",
            "paused_until",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("quiet_from", "quiet_until"):
            at = getattr(self.instance, name)
            self.initial[name] = f"{at:%H:%M}" if at is not None else ""

    def clean(self) -> dict[str, Any]:
        """Refuse one end without the other, and ends that cannot be."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (begin is None) != (end is None):
            name = "quiet_from" if begin is None else "quiet_until"
            self._refuse(name, _("Choose both hours, or none of them."))
        elif begin is not None and begin == end:
            self._refuse("quiet_until", _("Choose an end that differs from the beginning."))
        self._check_pause(cleaned.get("paused_from"), cleaned.get("paused_until"))
        return cleaned

    def _check_pause(self, first: date | None, last: date | None) -> None:
        if first is None and last is None:
            return
        if first is None or last is None:
            name = "paused_from" if first is None else "paused_until"
            self._refuse(name, _("Type both days, or none of them."))
        elif last < first:
            self._refuse("paused_until", _("Type a last day that is not before the first."))
        elif last - first > LONGEST_PAUSE:
            self._refuse("paused_until", _("A pause lasts at most a year."))

    def _refuse(self, name: str, sentence: str) -> None:
        if name not in self.errors:
            self.add_error(name, ValidationError(sentence))
