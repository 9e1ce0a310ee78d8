"""The forms of signing in and of passwords, in the words of this house."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kairan.people.account_mail import send_reset
from kairan.people.models import Address, User


def _label(form: forms.Form, **labels: Any) -> None:
    """Give the fields our labels; a placeholder that repeats its label is noise."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignIn(LoginForm):  # type: ignore[misc]
    """Login ID and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(
            self,
            login=_("Login ID"),
            password=_("Password"),
            remember=_("Stay signed in on this device"),
        )
        self.fields["login"].widget.attrs.update(autocapitalize="none", autofocus=True)


class NewPassword(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password in place of a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, password1=_("New password"), password2=_("New password, once more"))
        self.fields["password1"].help_text = _("Ten characters or more, hard to guess.")


class ChangedPassword(ChangePasswordForm):  # type: ignore[misc]
    """A new password in place of the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(
            self,
            oldpassword=_("Present password"),
            password1=_("New password"),
            password2=_("New password, once more"),
        )
        self.fields["password1"].help_text = _("Ten characters or more, hard to guess.")


class ForgottenPassword(forms.Form):
    """Whose password is forgotten; the answer never tells whether they exist."""

    # allauth counts tries by the value of a field of this name.
    email = forms.CharField(
        label=_("Login ID or e-mail address"),
        max_length=320,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    def save(self, request: HttpRequest) -> None:
        """Send a link to everybody whom the login ID or the address means."""
        del request
        typed = self.cleaned_data["email"].strip()
        owners = Address.objects.filter(address__iexact=typed).values("user_id")
        people = User.objects.active().filter(Q(login_id__iexact=typed) | Q(pk__in=owners))
        for person in people[:5]:
            send_reset(person)
