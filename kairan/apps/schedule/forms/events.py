"""The form of an event: when, where, with whom, how often, and who hears of it how."""

from dataclasses import replace
from datetime import date, time
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kairan.apps.schedule import wording
from kairan.apps.schedule.forms.parts import SCOPES
from kairan.apps.schedule.forms.repeating import Repeats, fields_of, moved_along, rule_from
from kairan.apps.schedule.models import Event
from kairan.apps.schedule.occurrences import Pattern, Span
from kairan.apps.schedule.operations import Plan, Scope
from kairan.apps.schedule.weeks import FIRST, LAST
from kairan.people.picker import PeopleField

YEARS = _("Choose a year between 2000 and 2999.")
MOST_DAYS = 366
LEADS = (0, 5, 10, 15, 30, 60, 120, 24 * 60, 2 * 24 * 60, 7 * 24 * 60)
UNITS = [(1, _("minutes")), (60, _("hours")), (24 * 60, pgettext_lazy("unit", "days"))]
MOST_AHEAD = 366 * 24 * 60


class DayField(forms.DateField):
    """A day within the years the office knows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[MinValueValidator(FIRST, YEARS), MaxValueValidator(LAST, YEARS)],
            **options,
        )


def _hour(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class EventForm(forms.Form):
    """What an author types about an event."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    scope = forms.ChoiceField(
        label=pgettext_lazy("occurrences", "Change"),
        choices=SCOPES,
        widget=forms.RadioSelect,
        required=False,
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    first_day = DayField(label=_("Day"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Empty: it ends on the same day.")
    )
    span = forms.ChoiceField(label=_("Time"), choices=Event.Takes.choices, widget=forms.RadioSelect)
    begins_at = _hour(pgettext_lazy("hour", "From"))
    ends_at = _hour(pgettext_lazy("hour", "To"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    details = forms.CharField(
        label=_("Details"), required=False, widget=forms.Textarea, max_length=20_000
    )
    to = PeopleField(label=_("Participants"))
    is_private = forms.BooleanField(
        label=_("Private: others see “Busy” and nothing else"), required=False
    )
    way = forms.ChoiceField(
        label=_("Tell the participants"), choices=Event.Way.choices, widget=forms.RadioSelect
    )
    repeats = forms.ChoiceField(label=_("Repeats"), choices=Repeats.choices, required=False)
    interval = forms.IntegerField(
        label=_("Every how many"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=_("2 with “Weekly”: every other week."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = DayField(label=_("Until"), required=False)
    count = forms.IntegerField(
        label=_("How many times"), min_value=1, max_value=1_000, required=False
    )
    leads = forms.TypedMultipleChoiceField(
        label=_("Remind the participants"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("An event without hours counts as beginning at 9:00."),
    )
    lead_number = forms.IntegerField(
        label=_("Another reminder"), min_value=1, max_value=1_000, required=False
    )
    lead_unit = forms.TypedChoiceField(
        label=_("before, in"), coerce=int, choices=UNITS, required=False
    )

    def __init__(
        self,
        data: Any,
        *,
        time_zone: str,
        event: Event | None = None,
        day: date | None = None,
        begun: dict[str, Any] | None = None,
    ) -> None:
        """Offer the fields of ``event``, of its occurrence of ``day``, or those ``begun``.

        :param time_zone: in which the hours of a new event are meant.
        """
        initial = _begun(begun or {}) if event is None else _initial(event, day)
        super().__init__(data, initial=initial)
        self._time_zone = event.time_zone if event is not None else time_zone
        self._is_series = event is not None and event.repeats and day is not None
        if not self._is_series:
            del self.fields["scope"]
        if event is not None and event.series_id is not None:
            for name in ("repeats", "interval", "weekdays", "until", "count"):
                del self.fields[name]
        known = sorted({*LEADS, *initial["leads"]})
        leads = cast("forms.TypedMultipleChoiceField", self.fields["leads"])
        leads.choices = [(each, wording.lead(each)) for each in known]

    def clean(self) -> dict[str, Any]:
        """Say everything that does not fit together, each under its field."""
        values = super().clean() or self.cleaned_data
        if values.get("first_day") is None:
            return values
        values["last_day"] = values.get("last_day") or values["first_day"]
        self._check_days()
        self._check_hours()
        self._check_end()
        return values

    def _check_days(self) -> None:
        days = (self.cleaned_data["last_day"] - self.cleaned_data["first_day"]).days
        if days < 0:
            self.add_error("last_day", gettext("The last day lies before the first."))
        if days > MOST_DAYS:
            self.add_error("last_day", gettext("Choose at most a year, or let it repeat."))

    def _check_hours(self) -> None:
        values = self.cleaned_data
        if values.get("span") != Span.HOURS:
            values["begins_at"] = values["ends_at"] = None
            return
        for name in ("begins_at", "ends_at"):
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, gettext("Say at what time, or choose “No fixed time”."))
        if {"begins_at", "ends_at", "last_day"} & set(self.errors):
            return
        if values["last_day"] == values["first_day"] and values["ends_at"] <= values["begins_at"]:
            self.add_error(
                "ends_at", gettext("It ends before it begins. For the next day, give a last day.")
            )

    def _check_end(self) -> None:
        values = self.cleaned_data
        if not values.get("repeats"):
            return
        until, count = values.get("until"), values.get("count")
        if until is not None and count is not None:
            self.add_error("count", gettext("Choose one of both: until a day, or so many times."))
        if until is not None and until < values["first_day"]:
            self.add_error("until", gettext("This day lies before the first."))

    def scope_chosen(self) -> Scope:
        """Return how much of the series is meant."""
        return Scope(self.cleaned_data.get("scope") or Scope.ALL)

    def plan(self) -> Plan:
        """Return what was typed."""
        values = self.cleaned_data
        leads = set(values["leads"])
        if values["lead_number"]:
            leads.add(min(values["lead_number"] * int(values["lead_unit"] or 1), MOST_AHEAD))
        return Plan(
            title=values["title"],
            pattern=self._pattern(),
            to=values["to"],
            place=values["place"],
            details=values["details"],
            is_private=values["is_private"],
            way=values["way"],
            leads=tuple(leads),
            key=values["key"],
        )

    def _pattern(self) -> Pattern:
        values = self.cleaned_data
        return Pattern(
            first_day=values["first_day"],
            last_day=values["last_day"],
            span=Span(values["span"]),
            time_zone=self._time_zone,
            begins_at=values["begins_at"],
            ends_at=values["ends_at"],
            rule=self._rule(),
        )

    def _rule(self) -> str:
        values = self.cleaned_data
        weekdays = [int(day) for day in values.get("weekdays") or ()]
        if self.initial.get("weekdays") == values.get("weekdays"):
            weekdays = list(moved_along(weekdays, self.initial["first_day"], values["first_day"]))
        rule = rule_from(
            values.get("repeats") or "",
            values["first_day"],
            interval=values.get("interval") or 1,
            weekdays=weekdays,
        )
        if rule is None:
            return ""
        return str(replace(rule, until=values["until"], count=values["count"]))


def _begun(begun: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": uuid4(),
        "span": Span.HOURS.value,
        "begins_at": time(10),
        "ends_at": time(11),
        "way": Event.Way.MAIL,
        "interval": 1,
        "repeats": Repeats.NEVER,
        "leads": [],
        **begun,
    }


def _initial(event: Event, day: date | None) -> dict[str, Any]:
    pattern = event.pattern
    first = day or event.first_day
    last = first + pattern.length
    return {
        "version": event.version,
        "scope": Scope.ONE.value,
        "title": event.title,
        "first_day": first,
        "last_day": last if last != first else None,
        "span": event.span,
        "begins_at": event.begins_at,
        "ends_at": event.ends_at,
        "place": event.place,
        "details": event.details,
        "to": event.selection,
        "is_private": event.is_private,
        "way": event.way,
        "leads": event.leads,
        **fields_of(event.recurrence),
    }
