from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.apps.inventory.models import Item, Movement
from kairan.apps.inventory.operations import Details, Letter, Move
from kairan.apps.inventory.quantities import DIGITS, LEAST, PLACES, plain
from kairan.apps.inventory.rights import OF_PEOPLE
from kairan.attachments.forms import FilesForm
from kairan.people.models import Group, User
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField, Selection

SHARED, KEEPERS = "shared", "keepers"
EVERYBODY = _("Shared: the whole office sees it")
NO_GROUP = _("No group: only its managers and Inventory's administrators see it")
no_nul = RegexValidator("\x00", _("Write this without control characters."), inverse_match=True)


class QuantityInput(forms.NumberInput):
    """A number without zeros behind its last digit that says something."""

    def format_value(self, value: Any) -> Any:
        """Return what stands in the field."""
        return plain(value) if isinstance(value, Decimal) else super().format_value(value)


class QuantityField(forms.DecimalField):
    """A quantity of an item: up to three places, never negative."""

    def __init__(self, **options: Any) -> None:
        widget = QuantityInput(attrs={"step": "any", "inputmode": "decimal"})
        options = {"min_value": Decimal(0), "widget": widget, **options}
        super().__init__(max_digits=DIGITS, decimal_places=PLACES, **options)


class ItemForm(FilesForm):
    """What a keeper types about an item."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=pgettext_lazy("inventory", "Name"), max_length=200, validators=[one_line]
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=50,
        required=False,
        validators=[one_line],
        help_text=_("Your own number for it, if you have one. No two items share one."),
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=30,
        required=False,
        validators=[one_line],
        help_text=_("What one counts: boxes, sheets, kg."),
    )
    place = forms.CharField(
        label=pgettext_lazy("inventory", "Place"),
        max_length=200,
        required=False,
        validators=[one_line],
    )
    managed_by = forms.ChoiceField(
        label=_("Managing group"),
        help_text=_("Members of the group see the item; its Inventory administrators keep it."),
    )
    managers = PeopleField(
        label=_("Managers"),
        required=False,
        help_text=_(
            "They keep the item and are warned when it runs low. Without any, the administrators "
            "of its group or of Inventory are."
        ),
    )
    on_hand = QuantityField(label=_("On hand now"), required=False)
    warning_level = QuantityField(
        label=_("Warning level"),
        required=False,
        help_text=_("Whoever answers for the item is warned when no more than this is on hand."),
    )
    is_self_service = forms.BooleanField(
        label=_("Everybody who sees it may take from it and bring it back"), required=False
    )
    note = forms.CharField(
        label=pgettext_lazy("inventory", "Note"),
        required=False,
        max_length=10_000,
        validators=[no_nul],
        widget=forms.Textarea(attrs={"class": "brief"}),
    )

    def __init__(
        self, data: Any, files: Any, *, groups: Any, may_share: bool, item: Item | None = None
    ) -> None:
        """Offer ``groups`` and, with ``may_share``, the whole office, besides where it is now."""
        super().__init__(data, files, initial=_initial(item))
        self._item = item
        self._groups: dict[str, Group] = {f"group:{each.pk}": each for each in groups}
        choices: dict[str, Any] = {}
        if may_share:
            choices |= {SHARED: EVERYBODY, KEEPERS: NO_GROUP}
        if item is not None:
            choices.setdefault(*_place_now(item))
            if item.group is not None:
                self._groups.setdefault(f"group:{item.group.pk}", item.group)
        choices |= {value: each.name for value, each in self._groups.items()}
        place = self.fields["managed_by"]
        if isinstance(place, forms.ChoiceField):
            place.choices = list(choices.items())
        self.offer_to_take_off(item.files.all() if item is not None else None)
        if item is not None:
            del self.fields["on_hand"]

    def clean_code(self) -> str:
        """Return the code, or say whose it is not."""
        code: str = self.cleaned_data["code"]
        others = Item.objects.exclude(pk=self._item.pk) if self._item else Item.objects.all()
        if code and others.filter(code=code).exists():
            raise ValidationError(_("There is an item with this code already. Choose another."))
        return code

    def stand_beside(self, item: Item) -> None:
        """Let what was typed stand beside the present state of ``item``, to be sent once more."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["version"] = str(item.version)

    def details(self) -> Details:
        """Return what was typed."""
        typed = dict(self.cleaned_data)
        place = typed.pop("managed_by")
        for name in ("key", "version", "on_hand"):
            typed.pop(name, None)
        return Details(is_shared=place == SHARED, group=self._groups.get(place), **typed)


class ListForm(forms.Form):
    """The stock list as a file."""

    file = forms.FileField(label=_("CSV file"))


class MovementForm(forms.Form):
    """What somebody enters about stock that comes or goes."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("inventory", "What happens"))
    quantity = QuantityField(label=_("Quantity"))
    person = PeopleField(label=pgettext_lazy("inventory", "For whom"), required=False)
    why = forms.CharField(
        label=pgettext_lazy("inventory", "Why (if you like)"),
        max_length=200,
        required=False,
        validators=[one_line],
    )

    def __init__(self, data: Any, *, by: User, keeps: bool) -> None:
        """Offer every movement to whoever ``keeps`` the item, one's own taking to all others."""
        super().__init__(data, initial={"key": uuid4(), "kind": Movement.Kind.ISSUE})
        self._by, self._keeps = by, keeps
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = OF_KEEPERS if keeps else OF_OTHERS
        if not keeps:
            del self.fields["person"]

    def clean_person(self) -> User | None:
        """Return the one person that is chosen, if any."""
        chosen: Selection = self.cleaned_data["person"]
        if chosen.groups or len(chosen.people) > 1:
            raise ValidationError(_("Choose one person; name a group under “Why”."))
        return User.objects.get(pk=chosen.people[0]) if chosen.people else None

    def clean(self) -> dict[str, Any]:
        """Refuse to move nothing; a count of nothing is one."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        quantity = typed.get("quantity")
        if quantity is not None and quantity < LEAST and typed.get("kind") != Movement.Kind.ADJUST:
            self.add_error("quantity", _("Enter more than nothing."))
        return typed

    def move(self) -> Move:
        """Return what was entered."""
        typed = dict(self.cleaned_data)
        if not self._keeps:
            typed["person"] = self._by
        elif typed["kind"] not in OF_PEOPLE:
            typed["person"] = None
        return Move(**typed)


OF_KEEPERS = [
    (Movement.Kind.ISSUE, _("Issue: it goes out")),
    (Movement.Kind.RETURN, _("Return: it comes back")),
    (Movement.Kind.RECEIVE, _("Receive: new stock arrives")),
    (Movement.Kind.ADJUST, _("Count: this is what is really there")),
]
OF_OTHERS = [
    (Movement.Kind.ISSUE, _("I take it")),
    (Movement.Kind.RETURN, _("I bring it back")),
]


class LetterForm(forms.Form):
    """What somebody writes to those who answer for items."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200, validators=[one_line])
    text = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea, validators=[no_nul]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"key": uuid4()})

    def letter(self) -> Letter:
        """Return what was written."""
        return Letter(**self.cleaned_data)


class AdministratorsForm(forms.Form):
    """Who administers the inventory, or the items of one group."""

    people = PeopleField(label=_("Administrators"), required=False)


def typed_of(item: Item) -> dict[str, Any]:
    """Return what a form sends that changes nothing of ``item``."""
    chosen = item.keepers.selection()
    people = [f"person:{pk}" for pk in chosen.people] + [f"group:{pk}" for pk in chosen.groups]
    typed = _initial(item) | {"managers": people, "warning_level": plain(item.warning_level)}
    return {name: value for name, value in typed.items() if value is not False}


def _initial(item: Item | None) -> dict[str, Any]:
    if item is None:
        return {"key": uuid4(), "is_self_service": True}
    return {
        "version": item.version,
        "name": item.name,
        "code": item.code,
        "unit": item.unit,
        "place": item.place,
        "managed_by": _place_now(item)[0],
        "managers": item.keepers.selection(),
        "warning_level": item.warning_level,
        "is_self_service": item.is_self_service,
        "note": item.note,
    }


def _place_now(item: Item) -> tuple[str, Any]:
    """Return the choice that says where ``item`` is now."""
    if item.is_shared:
        return SHARED, EVERYBODY
    if item.group is None:
        return KEEPERS, NO_GROUP
    return f"group:{item.group.pk}", item.group.name
