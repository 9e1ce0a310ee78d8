"""The form field for files: several at once, each within its limit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

LARGEST = 25 * 1024 * 1024
MOST = 20


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Files that come with a form; its value is a list, empty when there are none."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return the files, or say which is too large."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST:
            raise ValidationError(
                _("Add at most %(most)s files; put more into one archive.") % {"most": MOST}
            )
        files = [super(FilesField, self).clean(each, initial) for each in given]
        for file in files:
            self._check_size(file)
        return files

    def _check_size(self, file: "UploadedFile[Any]") -> None:
        if (file.size or 0) > LARGEST:
            raise ValidationError(
                _("“%(name)s” is larger than %(limit)s. Make it smaller or share it another way.")
                % {"name": file.name, "limit": filesizeformat(LARGEST)}
            )
