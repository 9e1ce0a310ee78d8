"""The form fields behind the questions of a form: how each kind of answer is typed and read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kairan.apps.workflow import figures
from kairan.apps.workflow.fields import Answer, Field, Kind
from kairan.attachments.fields import FilesField
from kairan.people.one_line import one_line

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
YEARS = _("Choose a day between 1900 and 2999.")


class NumberField(forms.CharField):
    """Figures, with or without commas between thousands; the value is a decimal as text."""

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            return f"{figures.number(typed):f}"
        except figures.NoNumber:
            raise ValidationError(_("Write a number in figures, such as 1,200 or 0.5.")) from None

    def prepare_value(self, value: Any) -> Any:
        """Return a stored value with commas, and what was typed as it was typed."""
        return figures.written_number(value) if isinstance(value, Decimal) else value


class MoneyField(forms.CharField):
    """An amount of one currency; the value is in minor units, never a float."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        super().__init__(**options)
        self.currency = currency

    def clean(self, value: Any) -> int | None:
        typed: str = super().clean(value)
        if not typed:
            return None
        try:
            return figures.minor_units(typed, self.currency)
        except figures.NoNumber:
            example = figures.written_amount(1_250_000, self.currency)
            raise ValidationError(
                _("Write the amount in figures, such as %(example)s."), params={"example": example}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """Return a stored amount with its commas, and what was typed as it was typed."""
        return figures.written_amount(value, self.currency) if isinstance(value, int) else value


class DayField(forms.DateField):
    """A date of these centuries; the value is in ISO form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_day(), **options)

    def clean(self, value: Any) -> str:
        day = super().clean(value)
        if day is None:
            return ""
        _check_year(day)
        return str(day.isoformat())


class PeriodWidget(forms.MultiWidget):
    """Two dates, each with a name for those who do not see them."""

    template_name = "workflow/period.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__({"from": _day(_("First day")), "to": _day(_("Last day"))})

    def decompress(self, value: Any) -> list[Any]:
        return [value["from"], value["to"]] if value else [None, None]


class PeriodField(forms.MultiValueField):
    """From a day to a day, both included; the value holds them in ISO form."""

    widget = PeriodWidget

    def __init__(self, **options: Any) -> None:
        days = (forms.DateField(required=False), forms.DateField(required=False))
        super().__init__(days, require_all_fields=False, **options)

    def compress(self, values: list[Any]) -> dict[str, str] | None:
        first, last = values or (None, None)
        if first is None and last is None:
            return None
        if first is None or last is None:
            raise ValidationError(_("Choose both the first and the last day."))
        _check_year(first)
        _check_year(last)
        if last < first:
            raise ValidationError(_("The last day lies before the first. Choose a later one."))
        return {"from": first.isoformat(), "to": last.isoformat()}


def field_for(field: Field, *, is_required: bool) -> forms.Field:
    """Return the form field with which one answers ``field``."""
    options = {
        "label": _labelled(field),
        "help_text": field.help,
        "required": is_required,
    }
    return _MAKERS[field.kind](field, options)


def stored(field: Field, value: Answer) -> Any:
    """Return the answer ``value`` as the ``initial`` of its form field."""
    return Decimal(value) if field.kind is Kind.NUMBER and value else value


def _labelled(field: Field) -> str:
    label = field.label
    if field.kind is Kind.MONEY:
        label = f"{label} ({field.currency})"
    return str(_("%(label)s (required)") % {"label": label}) if field.is_required else label


def _day(name: Any = None) -> forms.DateInput:
    attrs = {"type": "date"}
    if name is not None:
        attrs["aria-label"] = name
    return forms.DateInput(attrs=attrs, format="%Y-%m-%d")


def _check_year(day: date) -> None:
    if not FIRST <= day <= LAST:
        raise ValidationError(YEARS)


Maker = Callable[[Field, dict[str, Any]], forms.Field]
_FIGURES = {"inputmode": "decimal", "autocomplete": "off"}
_MAKERS: dict[Kind, Maker] = {
    Kind.TEXT: lambda _field, options: forms.CharField(
        max_length=500, validators=[one_line], **options
    ),
    Kind.LONG_TEXT: lambda _field, options: forms.CharField(
        max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}), **options
    ),
    Kind.NUMBER: lambda _field, options: NumberField(
        max_length=40, widget=forms.TextInput(attrs=_FIGURES), **options
    ),
    Kind.MONEY: lambda field, options: MoneyField(
        currency=field.currency, max_length=40, widget=forms.TextInput(attrs=_FIGURES), **options
    ),
    Kind.DATE: lambda _field, options: DayField(**options),
    Kind.PERIOD: lambda _field, options: PeriodField(**options),
    Kind.CHOICE: lambda field, options: forms.ChoiceField(
        choices=[("", _("Choose …")), *((each, each) for each in field.choices)], **options
    ),
    Kind.FILE: lambda _field, options: FilesField(**options),
}
