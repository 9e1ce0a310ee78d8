from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kairan.apps.expense import money
from kairan.apps.expense.currencies import choices
from kairan.apps.expense.models import Category, Line, Office
from kairan.apps.expense.operations.lines import Spent
from kairan.apps.expense.operations.reports import Claim
from kairan.attachments.fields import FilesField
from kairan.attachments.forms import FilesForm
from kairan.people.models import User
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField, Selection
from kairan.shell.choosing import RowsField

YEARS = gettext_lazy("Choose a year between 2000 and 2999.")
MOST_CANDIDATES = 200


class DayField(forms.DateField):
    """A day, in the form that browsers have for it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(date(2000, 1, 1), message=YEARS),
        MaxValueValidator(date(2999, 12, 31), message=YEARS),
    ]


class AmountField(forms.CharField):
    """An amount of money; its value counts the smallest unit of ``currency``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.currency = money.DEFAULT
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """Return the amount, or say what is wrong with it."""
        typed = super().clean(value)
        try:
            amount = money.read(typed, self.currency)
        except money.TooFine as error:
            raise ValidationError(
                _("%(currency)s has %(decimals)s decimals. Write it so: %(example)s"),
                params={
                    "currency": self.currency,
                    "decimals": money.CURRENCIES[self.currency].decimals,
                    "example": money.plain(123_400, self.currency),
                },
            ) from error
        except money.NotMoney as error:
            raise ValidationError(
                _("Write the amount in figures, such as %(example)s."),
                params={"example": money.plain(123_400, self.currency)},
            ) from error
        if not 0 < amount < money.LARGEST:
            raise ValidationError(
                _("The amount is more than nothing and less than %(limit)s."),
                params={"limit": money.write(money.LARGEST, self.currency)},
            )
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Return an amount as one would type it; what was typed stays as it is."""
        return money.plain(value, self.currency) if isinstance(value, int) else value


class LineForm(FilesForm):
    """What somebody has spent."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    currency = forms.CharField(widget=forms.HiddenInput, required=False)
    spent_on = DayField(label=pgettext_lazy("expense", "Date"))
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=pgettext_lazy("expense", "Category"),
        empty_label=gettext_lazy("Choose one"),
        error_messages={
            "invalid_choice": gettext_lazy("This category cannot be chosen. Choose another.")
        },
    )
    description = forms.CharField(
        label=pgettext_lazy("expense", "Description"), max_length=200, validators=[one_line]
    )
    amount = AmountField(label=pgettext_lazy("expense", "Amount"))
    note = forms.CharField(
        label=pgettext_lazy("expense", "Note"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "brief"}),
    )
    attached = FilesField(label=gettext_lazy("Receipts"), required=False)

    def __init__(
        self, data: Any, files: Any, *, line: Line | None = None, again: dict[str, Any]
    ) -> None:
        self._currency = line.currency if line is not None else Office.current().currency
        super().__init__(data, files, initial=_initial(line, self._currency, again))
        chosen = Q(is_in_use=True) | Q(pk=line.category_id if line is not None else None)
        self.fields["category"].queryset = Category.objects.filter(chosen)  # type: ignore[attr-defined]
        amount = self.fields["amount"]
        if isinstance(amount, AmountField):
            amount.currency = self._currency
        amount.label = _("Amount (%(currency)s)") % {"currency": self._currency}
        self.offer_to_take_off(line.receipts.all() if line is not None else None)

    def clean_spent_on(self) -> date:
        """Return the day, which is not still to come."""
        day: date = self.cleaned_data["spent_on"]
        if day > localdate():
            raise ValidationError(_("That day is still to come. Write down what is spent."))
        return day

    def clean_currency(self) -> str:
        """Refuse an amount that was typed while the office reckoned in another currency."""
        typed: str = self.cleaned_data["currency"]
        if typed and typed != self._currency:
            raise ValidationError(
                _("The office reckons in %(currency)s by now. Check the amount and save again."),
                params={"currency": self._currency},
            )
        return typed

    def spent(self) -> Spent:
        """Return what was typed."""
        return Spent(**{k: v for k, v in self.cleaned_data.items() if k != "currency"})


class ClaimForm(forms.Form):
    """Which lines are claimed together."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("Title (if you like)"),
        required=False,
        max_length=100,
        validators=[one_line],
        help_text=gettext_lazy("Such as the journey or the month. It stands in the mail."),
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment (if you like)"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "brief"}),
    )

    def claim(self, lines: list[int]) -> Claim:
        """Return what is claimed."""
        return Claim(lines=lines, **self.cleaned_data)


class DecisionForm(forms.Form):
    """What somebody who was asked decides."""

    APPROVE, RETURN, DENY = "approve", "return", "deny"

    decision = forms.ChoiceField(choices=[(each, each) for each in (APPROVE, RETURN, DENY)])
    comment = forms.CharField(
        label=gettext_lazy("Comment; to return or deny, the reason"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "brief"}),
    )

    def clean(self) -> dict[str, Any]:
        """Insist on a reason where the claimant needs one."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_no = cleaned.get("decision") in {self.RETURN, self.DENY}
        if is_no and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Write why: the claimant reads it."))
        return cleaned


class PaymentForm(forms.Form):
    """When reports were paid."""

    paid_on = DayField(label=gettext_lazy("Paid on"))


class OfficeForm(forms.Form):
    """How the office settles expenses."""

    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=choices,
        help_text=gettext_lazy("Of new lines. What was written down keeps its currency."),
    )
    candidates = PeopleField(
        label=gettext_lazy("Candidates for approval users"),
        required=False,
        help_text=gettext_lazy("Among them, each person chooses who decides about their reports."),
    )

    def clean_candidates(self) -> Selection:
        """Keep the list short enough to choose from."""
        chosen: Selection = self.cleaned_data["candidates"]
        if chosen.count() > MOST_CANDIDATES:
            raise ValidationError(
                _("Choose at most %(most)s people."), params={"most": MOST_CANDIDATES}
            )
        return chosen


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Category
        fields = ["name", "name_ja", "is_in_use"]
        labels = {
            "name": gettext_lazy("Name"),
            "name_ja": gettext_lazy("Name in Japanese, if it has another there"),
            "is_in_use": gettext_lazy("Can be chosen"),
        }


class ApprovalUsersForm(forms.Form):
    """Whom a person chooses among the candidates."""

    people = RowsField(
        User.objects.none(),
        label=gettext_lazy("Approval users"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Somebody you ticked is no candidate any more. Choose again."
            )
        },
    )

    def __init__(self, data: Any, *, candidates: list[User], chosen: list[User]) -> None:
        super().__init__(data, initial={"people": [person.pk for person in chosen]})
        field = self.fields["people"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = User.objects.active().filter(pk__in=[each.pk for each in candidates])


def _initial(line: Line | None, currency: str, again: dict[str, Any]) -> dict[str, Any]:
    if line is None:
        return {"key": uuid4(), "currency": currency, "spent_on": localdate(), **again}
    return {
        "currency": currency,
        "spent_on": line.spent_on,
        "category": line.category_id,
        "description": line.description,
        "amount": line.amount,
        "note": line.note,
    }
