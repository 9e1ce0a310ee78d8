"""The part of a form that adds files to a record and takes them off again."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kairan.attachments.fields import FilesField
from kairan.attachments.models import Attachment
from kairan.shell.choosing import RowsField


class FilesForm(forms.Form):
    """Subclass it; ``attached`` are new files, ``without`` those that the record shall lose."""

    attached = FilesField(label=_("Files"), required=False)
    without = RowsField(
        Attachment.objects.none(),
        label=_("Take off"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer_to_take_off(self, files: QuerySet[Attachment] | None) -> None:
        """Let one choose among the ``files`` of a record; without any there is no such field."""
        field = self.fields["without"]
        if (
            files is not None
            and isinstance(field, forms.ModelMultipleChoiceField)
            and files.exists()
        ):
            field.queryset = files
        else:
            del self.fields["without"]
