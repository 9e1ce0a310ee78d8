"""What administrators type: forms with their questions, routes with their steps."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.approvals.models import Route
from kairan.approvals.routes import WrittenRoute, WrittenStep
from kairan.apps.workflow.fields import Field, Kind
from kairan.apps.workflow.models import Form
from kairan.apps.workflow.operations.forms import MOST_FIELDS, WrittenForm
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField

BLANK_ROWS = 3
CURRENCY_NAMES = [
    ("JPY", _("Japanese yen")),
    ("USD", _("US dollar")),
    ("EUR", _("Euro")),
    ("GBP", _("Pound sterling")),
    ("CNY", _("Chinese yuan")),
    ("KRW", _("South Korean won")),
    ("CHF", _("Swiss franc")),
    ("AUD", _("Australian dollar")),
]


class FormForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form itself: what it is called, where it goes."""

    class Meta:
        model = Form
        fields = ("name", "category", "explanation", "route", "lets_choose", "is_active")
        labels = {
            "name": _("Name"),
            "category": _("Category"),
            "explanation": _("Explanation"),
            "route": _("Route"),
            "lets_choose": _("The applicant may choose the approvers of each step"),
            "is_active": pgettext_lazy("form", "In use"),
        }
        help_texts = {
            "category": _("Forms of one category stand together, such as “Travel”."),
            "explanation": _("Stands above the form: who needs it, and what to enclose."),
            "route": _("The steps that an application takes, unless the applicant may choose."),
        }
        widgets = {"explanation": forms.Textarea(attrs={"rows": 2, "class": "brief"})}

    def written(self, rows: "BaseFormSet[FieldRow]") -> WrittenForm:
        """Return the form with the questions of ``rows``."""
        return WrittenForm(fields=[each.question() for each in ordered(rows)], **self.cleaned_data)


class Row(forms.Form):
    """A line among others, with its place; an empty one counts for nothing."""

    position = forms.IntegerField(
        label=_("Order"), required=False, min_value=1, max_value=999, widget=forms.NumberInput
    )


class FieldRow(Row):
    """One question."""

    key = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    label = forms.CharField(label=_("Label"), max_length=100, validators=[one_line])
    kind = forms.ChoiceField(
        label=pgettext_lazy("field", "Kind"), choices=Kind.choices, initial=Kind.TEXT
    )
    help = forms.CharField(label=_("Help"), required=False, max_length=300, validators=[one_line])
    choices = forms.CharField(
        label=_("Choices, one in each line"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "brief"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCY_NAMES, initial="JPY")
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)

    def question(self) -> Field:
        """Return what was typed; what belongs to another kind is left out."""
        data = self.cleaned_data
        kind = Kind(data["kind"])
        lines = [line.strip() for line in data["choices"].splitlines()]
        return Field(
            key=data["key"],
            kind=kind,
            label=data["label"],
            help=data["help"],
            is_required=data["is_required"],
            choices=tuple(dict.fromkeys(filter(None, lines))) if kind is Kind.CHOICE else (),
            currency=data["currency"] if kind is Kind.MONEY else "JPY",
        )


class RouteForm(forms.ModelForm):  # type: ignore[type-arg]
    """The route itself."""

    class Meta:
        model = Route
        fields = ("name", "is_active")
        labels = {"name": _("Name"), "is_active": pgettext_lazy("form", "In use")}

    def written(self, rows: "BaseFormSet[StepRow]") -> WrittenRoute:
        """Return the route with the steps of ``rows``."""
        steps = [each.step() for each in ordered(rows)]
        return WrittenRoute(steps=steps, **self.cleaned_data)


class StepRow(Row):
    """One step of a route."""

    title = forms.CharField(label=_("Name of the step"), max_length=100, validators=[one_line])
    to = PeopleField(label=_("Approvers"))
    needs_all = forms.BooleanField(label=_("All of them must approve"), required=False)

    def has_changed(self) -> bool:
        """Return whether the row counts; a name that is only typed so far counts too."""
        return super().has_changed() or bool(self.data.get(f"{self.prefix}-to-typed"))

    def step(self) -> WrittenStep:
        """Return what was typed."""
        data = self.cleaned_data
        return WrittenStep(title=data["title"], to=data["to"], needs_all=data["needs_all"])


FieldRows = formset_factory(
    FieldRow, extra=BLANK_ROWS, can_delete=True, max_num=MOST_FIELDS, absolute_max=MOST_FIELDS + 10
)
StepRows = formset_factory(StepRow, extra=2, can_delete=True, max_num=20, absolute_max=40)


def with_more_rows(data: Any, prefix: str) -> Any:
    """Return what a browser sent, with a few more blank rows behind it."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    total = more.get(name, "")
    if total.isascii() and total.isdigit() and len(total) < 4:
        more[name] = str(int(total) + BLANK_ROWS)
    return more


def field_rows(form: Form | None) -> list[dict[str, Any]]:
    """Return the questions of ``form`` as the rows begin with them."""
    if form is None:
        return []
    return [
        {
            **each.to_json(),
            "choices": "\n".join(each.choices),
            "position": number,
        }
        for number, each in enumerate(form.latest.fields, start=1)
    ]


def step_rows(route: Route | None) -> list[dict[str, Any]]:
    """Return the steps of ``route`` as the rows begin with them."""
    if route is None:
        return []
    return [
        {
            "position": each.number,
            "title": each.title,
            "to": each.selection,
            "needs_all": each.needs_all,
        }
        for each in route.steps.all()
    ]


def ordered(rows: Any) -> list[Any]:
    """Return the rows that count, in the order of their numbers; those without one come last."""
    counting = [row for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]
    return sorted(counting, key=lambda row: row.cleaned_data.get("position") or 1_000)
