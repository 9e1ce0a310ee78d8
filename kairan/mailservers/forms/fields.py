"""The kinds of things an administrator types about a mail server, and what is wrong with them."""

import ipaddress
import re
from datetime import timedelta
from typing import Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.mail.address import BadAddress, Flaw, wire_form
from kairan.mail.headers import HeaderValue, UnsafeHeader

Text = str | Promise
MEGABYTE = 1024 * 1024

_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")

_FLAWS: dict[Flaw, Text] = {
    Flaw.EMPTY: gettext_lazy("Type an address."),
    Flaw.NO_AT: gettext_lazy("An address has an @, such as office@example.com."),
    Flaw.NO_LOCAL_PART: gettext_lazy("Something is missing before the @."),
    Flaw.CONTROL_CHARACTER: gettext_lazy("There is a line break or an invisible character in it."),
    Flaw.LOCAL_PART: gettext_lazy("Before the @ stands something that no address may contain."),
    Flaw.LOCAL_PART_TOO_LONG: gettext_lazy("The part before the @ is too long."),
    Flaw.DOMAIN: gettext_lazy("After the @ stands no domain, such as example.com."),
    Flaw.TOO_LONG: gettext_lazy("This is longer than an address may be."),
}


class LineField(forms.CharField):
    """One line of text: nothing in it can end a header or a command early."""

    def validate(self, value: str) -> None:
        """Refuse control characters."""
        super().validate(value)
        try:
            HeaderValue(value)
        except UnsafeHeader:
            raise ValidationError(
                _("There is a line break or an invisible character in it. Type it again.")
            ) from None


class HostField(LineField):
    """The name or the IP address of a machine, without anything around it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 253)
        super().__init__(**options)
        self.widget.attrs.update(spellcheck="false", autocapitalize="none", autocomplete="off")

    def clean(self, value: Any) -> str:
        """Return the host in the form that the wire knows, in lower case."""
        host = str(super().clean(value)).rstrip(".")
        return as_host(host) if host else ""


class AddressField(LineField):
    """One e-mail address, without a name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 320)
        super().__init__(**options)
        self.widget.attrs.update(
            inputmode="email", spellcheck="false", autocapitalize="none", autocomplete="off"
        )

    def clean(self, value: Any) -> str:
        """Return the address as people write it."""
        address = str(super().clean(value))
        try:
            if address:
                wire_form(address)
        except BadAddress as error:
            raise ValidationError(str(_FLAWS[error.flaw])) from None
        return address


class UserField(LineField):
    """The name one logs in with."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 255)
        options.setdefault("label", gettext_lazy("User name"))
        super().__init__(**options)
        self.widget.attrs.update(spellcheck="false", autocapitalize="none", autocomplete="off")


class PasswordField(forms.CharField):
    """A password to be kept; empty means that the one already kept stays. Never sent back."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 1024)
        options.setdefault("label", gettext_lazy("Password"))
        attrs = {"autocomplete": "new-password"}
        super().__init__(
            strip=False, widget=forms.PasswordInput(attrs=attrs, render_value=False), **options
        )

    def clean(self, value: Any) -> str:
        """Return what was typed. A line break would end the login command early."""
        typed = str(super().clean(value))
        if any(character in typed for character in "\r\n\0"):
            raise ValidationError(_("A password cannot contain a line break."))
        return typed


class ForgetField(forms.BooleanField):
    """A tick that removes the password that is kept."""

    def __init__(self) -> None:
        super().__init__(required=False, label=gettext_lazy("Remove the password that is kept"))


class NumberField(forms.IntegerField):
    """A whole number within limits."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(min_value=least, max_value=most, **options)
        self.widget.attrs.update(inputmode="numeric")


class PortField(NumberField):
    """A TCP port."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Port"))
        super().__init__(
            least=1,
            most=65535,
            error_messages={
                "min_value": gettext_lazy("A port is a number from 1 to 65535."),
                "max_value": gettext_lazy("A port is a number from 1 to 65535."),
                "invalid": gettext_lazy("A port is a number from 1 to 65535."),
            },
            **options,
        )


class SecondsField(NumberField):
    """How long to wait for one answer."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Timeout (seconds)"))
        super().__init__(least=1, most=300, **options)


class MinutesField(NumberField):
    """A span of time, typed in minutes, a ``timedelta`` once cleaned."""

    def prepare_value(self, value: Any) -> Any:
        """Return the minutes of a span of time."""
        return int(value.total_seconds() // 60) if isinstance(value, timedelta) else value

    def clean(self, value: Any) -> timedelta:
        """Return the span of time."""
        minutes = super().clean(value)
        return timedelta(minutes=minutes or 0)


class MegabytesField(NumberField):
    """A size, typed in megabytes, a number of bytes once cleaned."""

    def prepare_value(self, value: Any) -> Any:
        """Return the megabytes of a number of bytes."""
        return value // MEGABYTE if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        """Return the number of bytes."""
        return (super().clean(value) or 0) * MEGABYTE


class EitherField(forms.TypedChoiceField):
    """Two named possibilities; ``True`` is the first."""

    def __init__(self, *, yes: Text, no: Text, **options: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the choice that stands for a truth value."""
        return {True: "yes", False: "no"}.get(value, value)


def as_host(host: str) -> str:
    """Return a host name in ASCII and lower case, or an IP address.

    Raises ``ValidationError`` for what is neither: a URL, a port, blanks.
    """
    bare = host.removeprefix("[").removesuffix("]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        name = ""
    if not all(map(_LABEL.fullmatch, name.split("."))):
        raise ValidationError(
            _("Type the name alone, such as mail.example.com, without http:// and without a port.")
        )
    return name.lower()
