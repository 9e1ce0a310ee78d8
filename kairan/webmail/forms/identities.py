"""Whom one writes as, as one types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.mailservers.forms.fields import AddressField, LineField
from kairan.webmail.models import Identity

FIELDS = (
    "name",
    "address",
    "reply_to",
    "organisation",
    "copies_to_self",
    "signature",
    "is_default",
)


class IdentityForm(forms.Form):
    """An identity; the default one of an account stays that until another one becomes it."""

    name = LineField(
        label=_("Your name, as those you write to see it"), required=False, max_length=200
    )
    address = AddressField(label=_("E-mail address"), required=True)
    reply_to = AddressField(label=_("Answers go to"), help_text=_("Empty: to the address above."))
    organisation = LineField(label=_("Organisation"), required=False, max_length=200)
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=2_000,
        help_text=_("Stands below what you write as this identity."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    copies_to_self = forms.BooleanField(
        label=_("Send a blind copy (Bcc) of each letter to this address"), required=False
    )
    is_default = forms.BooleanField(
        label=_("Write as this identity unless I choose another"), required=False
    )

    def __init__(self, data: Any, *, identity: Identity) -> None:
        super().__init__(data, initial={name: getattr(identity, name) for name in FIELDS})
        if identity.pk and identity.is_default:
            del self.fields["is_default"]
