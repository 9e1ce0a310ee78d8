"""A letter being written. A draft may be anything; what is sent needs addresses that are some."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kairan.attachments.forms import FilesForm
from kairan.mailservers.forms.codes import CODES
from kairan.people.models import User
from kairan.webmail.models import Draft, Identity
from kairan.webmail.writing.drafts import Written
from kairan.webmail.writing.recipients import parse_recipients
from kairan.webmail.writing.rich import LONGEST

LATEST = timedelta(days=366)
LATEST_TURN = 2**53  # A browser counts no further.
_ADDRESSES = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})


class LetterForm(FilesForm):
    """What one types; addresses are checked only when the letter is to leave."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    page = forms.UUIDField(widget=forms.HiddenInput, required=False)
    turn = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**53
    )
    signed = forms.IntegerField(widget=forms.HiddenInput, required=False)
    identity = forms.ModelChoiceField(Identity.objects.none(), label=_("From"), empty_label=None)
    to = forms.CharField(label=_("To"), required=False, max_length=50_000, widget=_ADDRESSES)
    cc = forms.CharField(label=_("Cc"), required=False, max_length=50_000, widget=_ADDRESSES)
    bcc = forms.CharField(label=_("Bcc"), required=False, max_length=50_000, widget=_ADDRESSES)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=900)
    body = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14})
    )
    html = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST,
        error_messages={"max_length": _("The letter is too long. Take something out of it.")},
        widget=forms.Textarea(attrs={"hidden": True}),
    )
    is_rich = forms.BooleanField(required=False, widget=forms.HiddenInput)
    code = forms.ChoiceField(
        label=_("Character code"),
        required=False,
        choices=[("", _("As the mail server settings say")), *CODES],
        help_text=_("A letter that does not fit it leaves in UTF-8."),
    )
    leaves_at = forms.DateTimeField(
        label=_("Send later"),
        required=False,
        help_text=_("In your own time zone. Until then the letter waits under Drafts."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        draft: Draft,
        leaves: bool = False,
        leaves_at: datetime | None = None,
    ) -> None:
        initial = {
            "leaves_at": leaves_at,
            "key": draft.key,
            "version": draft.version,
            "signed": draft.identity_id,
            "identity": draft.identity_id,
            "to": draft.to,
            "cc": draft.cc,
            "bcc": draft.bcc,
            "subject": draft.subject,
            "code": draft.code,
            "body": draft.body,
            "html": draft.html,
        }
        super().__init__(data, files, initial=initial)
        self._leaves = leaves
        self._writer = draft.owner
        for name in ("to", "cc", "bcc"):
            self.fields[name].widget.attrs["data-addresses"] = reverse("webmail:addresses")
        self._offer_identities(draft.owner)
        self.offer_to_take_off(draft.files.all() if draft.pk else None)

    def _offer_identities(self, writer: User) -> None:
        """Let the writer choose whom the letter is from, where there is a choice."""
        field = self.fields["identity"]
        mine = Identity.objects.visible_to(writer)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = mine
        if mine.count() == 1:
            field.widget = forms.HiddenInput()

    def clean_to(self) -> str:
        """Return To, checked when the letter is to leave."""
        return self._addresses("to")

    def clean_cc(self) -> str:
        """Return Cc, checked when the letter is to leave."""
        return self._addresses("cc")

    def clean_bcc(self) -> str:
        """Return Bcc, checked when the letter is to leave."""
        return self._addresses("bcc")

    def clean_signed(self) -> Identity | None:
        """Return whose signature the text has; none where that identity is gone."""
        mine = Identity.objects.visible_to(self._writer)
        return mine.filter(pk=self.cleaned_data["signed"]).first()

    def clean_leaves_at(self) -> datetime | None:
        """Return when the letter is to leave, within a year; None for at once."""
        moment: datetime | None = self.cleaned_data["leaves_at"]
        if not self._leaves or moment is None:
            return None
        if not now() < moment < now() + LATEST:
            raise ValidationError(_("Choose a moment from now on, at most a year ahead."))
        return moment

    def _addresses(self, name: str) -> str:
        typed = str(self.cleaned_data[name])
        if self._leaves:
            parse_recipients(typed)
        return typed

    def written(self) -> Written:
        """Return what was typed."""
        others = {"key", "leaves_at"}
        return Written(
            **{name: value for name, value in self.cleaned_data.items() if name not in others}
        )
