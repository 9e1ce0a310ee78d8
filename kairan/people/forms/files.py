"""The two steps of an import: choose a file, then say yes to what it would do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.people.files.reading import Row, decode, read

LARGEST = 5 * 1024 * 1024


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"})
    )

    def clean_file(self) -> str:
        """Return the text of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split it."))
        text = decode(file.read())
        self.rows = read(text)
        return text


class ConfirmedForm(forms.Form):
    """The text that was shown, and whether to invite new people."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    invite = forms.BooleanField(
        label=_("Mail new people without a password a link to choose one"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[Row] = []

    def clean_text(self) -> str:
        """Read the rows once more; what comes back from a browser proves nothing."""
        text: str = self.cleaned_data["text"]
        self.rows = read(text)
        return text
