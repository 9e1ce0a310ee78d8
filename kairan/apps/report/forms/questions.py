"""The questions of a kind as fields of a form, one sort of field for each type."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.apps.report.answers import Answer, Type
from kairan.apps.report.models import Field


def form_field(question: Field, *, insists: bool, known: Answer | None) -> forms.Field:
    """Return the field that asks ``question``.

    :param insists: whether a required question has to be answered now; a draft may wait.
    :param known: what was answered before, if anything.
    """
    field = _FIELDS[Type(question.type)](question, known)
    field.label = question.label
    field.required = insists and question.is_required
    field.initial = known.value if known is not None else None
    field.help_text = question.help_text
    if question.is_required and not question.help_text:
        field.help_text = _("Has to be answered before the report is delivered.")
    return field


def _text(_question: Field, _known: Answer | None) -> forms.Field:
    return forms.CharField(max_length=500)


def _long_text(_question: Field, _known: Answer | None) -> forms.Field:
    return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))


def _number(_question: Field, _known: Answer | None) -> forms.Field:
    return forms.DecimalField(
        max_digits=20,
        decimal_places=6,
        localize=False,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


def _date(_question: Field, _known: Answer | None) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _choice(question: Field, known: Answer | None) -> forms.Field:
    """Offer the choices, and what a draft has chosen before even if it is no longer offered."""
    offered: list[Any] = [*question.choices]
    if known is not None and known.value and known.value not in offered:
        offered.append(known.value)
    return forms.ChoiceField(choices=[("", "—"), *((each, each) for each in offered)])


_FIELDS: dict[Type, Callable[[Field, Answer | None], forms.Field]] = {
    Type.TEXT: _text,
    Type.LONG_TEXT: _long_text,
    Type.NUMBER: _number,
    Type.DATE: _date,
    Type.CHOICE: _choice,
}
