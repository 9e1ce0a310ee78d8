from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.people.picker import PeopleField


class EntryForm(forms.Form):
    """What an author types."""

    to = PeopleField(label=_("To"))
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea, max_length=100_000
    )
