"""Files of mail that somebody puts into a folder."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.attachments.fields import FilesInput
from kairan.people.models import User
from kairan.webmail.models import Folder

LARGEST = 1024 * 1024 * 1024


class _FilesField(forms.FileField):
    """Files of mail; they are read in pieces, so they may be larger than what travels by mail."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) and data else [data or None]
        files = [super(_FilesField, self).clean(each, initial) for each in given]
        if any((each.size or 0) > LARGEST for each in files):
            raise ValidationError(_("A file is larger than 1 GB. Divide it."))
        return files


class ImportForm(forms.Form):
    """Where the mail goes, and out of which files it comes."""

    folder = forms.ModelChoiceField(
        Folder.objects.none(), label=gettext_lazy("Folder"), empty_label=None
    )
    given = _FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("Files that other mail programs write: mbox, or .eml."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, owner: User) -> None:
        super().__init__(data, files)
        field = self.fields["folder"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Folder.objects.visible_to(owner).exclude(kind=Folder.Kind.TRASH)
