"""What an administrator or the person writes down about a person."""

from dataclasses import fields, replace
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kairan.people.details import GIVEN, Details
from kairan.people.forms.addresses import AddressField
from kairan.people.models import Group, User
from kairan.people.names import FAMILY_NAME_FIRST
from kairan.people.one_line import one_line
from kairan.shell.choosing import RowsField

NAMES = ["first_name", "middle_name", "last_name"]
PHONES = ["phone", "extension", "mobile"]
TERMS = ["language", "time_zone", "first_weekday"]


def names_in_order() -> list[str]:
    """Return the fields of a name in the order of the page's language."""
    return (
        ["last_name", "first_name", "middle_name"] if get_language() in FAMILY_NAME_FIRST else NAMES
    )


class NewPasswordField(forms.CharField):
    """A password that is being set; the browser offers a strong one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        kwargs.setdefault("help_text", _("Ten characters or more, hard to guess."))
        super().__init__(strip=False, max_length=200, widget=widget, **kwargs)


class _Details(forms.ModelForm):  # type: ignore[type-arg]
    """Gives plain values to an operation instead of saving by itself."""

    def details(self) -> Details:
        """Return what is on record, with what was typed in its place."""
        known = {field.name for field in fields(Details)}
        typed = {name: value for name, value in self.cleaned_data.items() if name in known}
        on_record = User.objects.filter(pk=self.instance.pk).first()
        return replace(Details.of(on_record), **typed) if on_record else Details(**typed)


class PersonForm(_Details):
    """All that an administrator may write down."""

    groups = RowsField(
        queryset=Group.objects.all(),
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = [*GIVEN[:1], *NAMES, "title", "department", *PHONES, *TERMS, "kind", "groups"]
        widgets = {
            "login_id": forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"})
        }

    def names(self) -> list[forms.BoundField]:
        """Return the fields of who this is."""
        return [self[name] for name in ["login_id", *names_in_order(), "title", "department"]]

    def phones(self) -> list[forms.BoundField]:
        """Return the fields of how to call."""
        return [self[name] for name in PHONES]

    def terms(self) -> list[forms.BoundField]:
        """Return the fields of language, time and rights."""
        return [self[name] for name in [*TERMS, "kind"]]


class NewPersonForm(PersonForm):
    """A new person; without a password they are invited by mail to choose one."""

    password = NewPasswordField(
        label=_("Password"),
        required=False,
        help_text=_("Leave it empty to send an invitation by mail: they choose their own."),
    )

    def clean(self) -> dict[str, Any] | None:
        """Hold the password against the rules, knowing whose it is."""
        cleaned = super().clean()
        check_password_of(self, "password", whose=_as_typed(self))
        return cleaned


class OwnForm(_Details):
    """What people change of themselves."""

    class Meta:
        model = User
        fields = [*NAMES, *PHONES, *TERMS]

    def names(self) -> list[forms.BoundField]:
        """Return the fields of who this is."""
        return [self[name] for name in names_in_order()]

    def phones(self) -> list[forms.BoundField]:
        """Return the fields of how to call."""
        return [self[name] for name in PHONES]

    def terms(self) -> list[forms.BoundField]:
        """Return the fields of language and time."""
        return [self[name] for name in TERMS]


class PasswordForm(forms.Form):
    """A password that an administrator gives to somebody."""

    password = NewPasswordField(label=_("New password"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any] | None:
        """Hold the password against the rules, knowing whose it is."""
        check_password_of(self, "password", whose=self.person)
        return self.cleaned_data


class SetupForm(forms.ModelForm):  # type: ignore[type-arg]
    """The company and its first administrator."""

    company = forms.CharField(label=_("Name of the company"), max_length=100, validators=[one_line])
    address = AddressField(label=_("Your e-mail address"), required=False)
    password = NewPasswordField(label=_("Password"))
    repeated = NewPasswordField(label=_("Password, once more"), help_text="")

    class Meta:
        model = User
        fields = ["login_id", "first_name", "last_name", "language", "time_zone"]

    def clean(self) -> dict[str, Any] | None:
        """Hold the password against the rules and against its repetition."""
        cleaned = super().clean() or self.cleaned_data
        check_password_of(self, "password", whose=_as_typed(self))
        if cleaned.get("password") and cleaned["password"] != cleaned.get("repeated"):
            self.add_error("repeated", _("The two passwords differ. Type the same twice."))
        return cleaned

    def details(self) -> Details:
        """Return who the administrator is."""
        return Details(**{name: self.cleaned_data[name] for name in self.Meta.fields})


def check_password_of(form: forms.BaseForm, name: str, *, whose: User) -> None:
    """Put under the field ``name`` of ``form`` what is wrong with the password typed there."""
    password = form.cleaned_data.get(name)
    if not password:
        return
    try:
        validate_password(password, whose)
    except ValidationError as error:
        form.add_error(name, error)


def _as_typed(form: forms.BaseForm) -> User:
    names = ["login_id", "first_name", "last_name"]
    return User(**{name: form.cleaned_data.get(name, "") for name in names})
