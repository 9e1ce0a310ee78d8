from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kairan.letterhead.logos import Logo, NotALogo, read_logo
from kairan.letterhead.models import Letterhead


class LetterheadForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, logo and colour at the head of every mail."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_(
            "PNG, JPEG, GIF or WebP, at most 2 MB. It is shown up to 200 × 60 pixels large, "
            "on white, and travels inside the mail."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    without_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Letterhead
        fields = ["name", "colour"]
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}
        labels = {"name": _("Name of the company"), "colour": _("Colour")}
        help_texts = {
            "colour": _(
                "Of the stripe, the main button and the links. Words on it become black or white, "
                "and links darker or lighter, so that everybody can read them."
            ),
        }

    def __init__(self, *args: Any, office: str, **kwargs: Any) -> None:
        """``office`` is the name that stands there while the field is empty."""
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = (
            _("Leave it empty to write “%(name)s”.") % {"name": office} if office else ""
        )
        if self.instance.logo is None:
            del self.fields["without_logo"]

    def clean_logo(self) -> Logo | None:
        """Return the picture as a logo of ours."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("logo")
        if file is None:
            return None
        try:
            return read_logo(file)
        except NotALogo as error:
            raise forms.ValidationError(str(error)) from error

    def proposed(self) -> Letterhead:
        """Return the letterhead as the valid form has it; nothing is saved."""
        letterhead: Letterhead = self.instance
        logo = self.cleaned_data.get("logo")
        if logo is not None or self.cleaned_data.get("without_logo"):
            letterhead.put(logo)
        return letterhead
