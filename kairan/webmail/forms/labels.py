"""A label of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.webmail.models import Label


class LabelForm(forms.Form):
    """The name and the colour of a label."""

    name = forms.CharField(label=_("Name of the label"), max_length=50)
    colour = forms.ChoiceField(
        label=_("Colour"), choices=Label.Colour.choices, initial=Label.Colour.BLUE
    )
