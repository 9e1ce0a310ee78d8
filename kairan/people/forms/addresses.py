"""The four e-mail addresses of a person, each with who sees it and whether notifications come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kairan.mail.address import Address as WireAddress
from kairan.mail.address import BadAddress, Flaw
from kairan.people.details import GivenAddress
from kairan.people.models import Address

_AT = _("Write the whole address, such as name@example.com.")
FLAWS = {
    Flaw.EMPTY: _AT,
    Flaw.NO_AT: _AT,
    Flaw.NO_LOCAL_PART: _("The part before the @ is missing."),
    Flaw.CONTROL_CHARACTER: _("The address holds an invisible character. Type it anew."),
    Flaw.LOCAL_PART: _("The part before the @ holds a blank or a sign that cannot stand there."),
    Flaw.LOCAL_PART_TOO_LONG: _("The part before the @ is too long: 64 characters at most."),
    Flaw.DOMAIN: _("The part behind the @ is no name of a mail server. Check the spelling."),
    Flaw.TOO_LONG: _("The address is too long: 254 characters at most."),
}


def readable_address(text: str) -> str:
    """Return the bare address of ``text``, or raise ValidationError with what is wrong with it."""
    try:
        return WireAddress.parse(text).addr
    except BadAddress as error:
        raise ValidationError(FLAWS[error.flaw]) from error


class AddressField(forms.CharField):
    """An address as the world has them: ``a..b.@docomo.ne.jp`` is one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        )
        super().__init__(max_length=320, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the bare address, or nothing where the field may stay empty."""
        text = super().clean(value)
        return readable_address(text) if text else ""


@dataclass(frozen=True)
class Row:
    """The three fields of one address."""

    label: str
    address: forms.BoundField
    public: forms.BoundField
    notified: forms.BoundField


class AddressesForm(forms.Form):
    """Up to one address of each kind."""

    def __init__(self, *args: Any, given: Iterable[GivenAddress] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_record = {each.kind: each for each in given}
        for kind in Address.Kind:
            now = on_record.get(kind) or _unknown(kind)
            self.fields[f"{kind}"] = AddressField(
                label=kind.label, required=False, initial=now.address
            )
            self.fields[f"{kind}_public"] = forms.BooleanField(
                label=_("shown to everybody"), required=False, initial=now.is_public
            )
            self.fields[f"{kind}_notified"] = forms.BooleanField(
                label=_("notifications come here"), required=False, initial=now.takes_notifications
            )

    def rows(self) -> Iterator[Row]:
        """Yield the fields, one row per kind."""
        for kind in Address.Kind:
            yield Row(str(kind.label), self[kind], self[f"{kind}_public"], self[f"{kind}_notified"])

    def clean(self) -> dict[str, Any]:
        """Refuse the same address twice."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for kind in Address.Kind:
            address = cleaned.get(kind, "").casefold()
            if address and address in seen:
                self.add_error(
                    kind, _("This address stands here already. Leave one of them empty.")
                )
            seen.add(address)
        return cleaned

    def given(self) -> list[GivenAddress]:
        """Return what was typed, less what was left empty."""
        sent = self.cleaned_data
        return [
            GivenAddress(
                kind=kind,
                address=sent[kind],
                is_public=sent[f"{kind}_public"],
                takes_notifications=sent[f"{kind}_notified"],
            )
            for kind in Address.Kind
            if sent.get(kind)
        ]


def _unknown(kind: str) -> GivenAddress:
    if kind == Address.Kind.COMPANY:
        return GivenAddress.company("")
    return GivenAddress(kind=kind, address="")
