from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.operations import Draft
from kairan.attachments.forms import FilesForm
from kairan.people.picker import PeopleField, Selection

YEARS = _("Choose a year between 2000 and 2999.")


class CircularForm(FilesForm):
    """What an author types. A draft needs a subject only; sending needs readers as well."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    to = PeopleField(label=_("To"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea, max_length=100_000
    )
    confirm_by = forms.DateTimeField(
        label=_("Confirm by"),
        required=False,
        help_text=_("In your time zone. Leave it empty when there is no hurry."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        # At the ends of the calendar a moment has no date in some reader's time zone.
        validators=[
            MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), message=YEARS),
            MaxValueValidator(datetime(2999, 12, 31, tzinfo=UTC), message=YEARS),
        ],
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Circular.Priority.choices)
    tells_when_all_confirmed = forms.BooleanField(
        label=_("Tell me when all have confirmed"), required=False
    )

    reminds_before_deadline = forms.BooleanField(
        label=_("Remind who has not confirmed before the deadline"),
        required=False,
        help_text=_("A day before, or halfway when the deadline is nearer than two days."),
    )

    def __init__(
        self, data: Any, files: Any, *, circular: Circular | None = None, leaves: bool = False
    ) -> None:
        super().__init__(data, files, initial=_initial(circular))
        self._leaves = leaves
        self.offer_to_take_off(circular.files.all() if circular is not None else None)

    def clean_to(self) -> Selection:
        """Return who is chosen; a draft may wait for that, what is to leave may not."""
        chosen: Selection = self.cleaned_data["to"]
        if self._leaves and not chosen:
            raise ValidationError(_("Choose at least one reader besides yourself."))
        return chosen

    def draft(self) -> Draft:
        """Return what was typed."""
        return Draft(**self.cleaned_data)


class ConfirmationForm(forms.Form):
    """What a reader may add to the seal."""

    comment = forms.CharField(
        label=_("Comment (if you like)"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _initial(circular: Circular | None) -> dict[str, Any]:
    if circular is None:
        return {
            "key": uuid4(),
            "priority": Circular.Priority.NORMAL,
            "tells_when_all_confirmed": True,
            "reminds_before_deadline": True,
        }
    return {
        "key": circular.key,
        "to": circular.selection,
        "subject": circular.subject,
        "body": circular.body,
        "confirm_by": circular.confirm_by,
        "priority": circular.priority,
        "tells_when_all_confirmed": circular.tells_when_all_confirmed,
        "reminds_before_deadline": circular.reminds_before_deadline,
    }
