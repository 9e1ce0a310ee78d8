"""What is said to a report once it was delivered: a seal, a comment."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.apps.report.operations.reports import Remark


class RemarkForm(forms.Form):
    """A comment; its key makes one comment of a form, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Comment"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write your comment first.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()}, auto_id="remark_%s")

    def remark(self) -> Remark:
        """Return what was typed."""
        return Remark(**self.cleaned_data)


class SealForm(RemarkForm):
    """A seal, and a comment with it if one likes."""

    text = forms.CharField(
        label=_("Comment (if you like)"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.auto_id = "seal_%s"
