"""What an administrator types about groups."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.people.models import Group
from kairan.people.picker import PeopleField


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name of a group."""

    class Meta:
        model = Group
        fields = ["name"]


class MembersForm(forms.Form):
    """Who joins a group."""

    people = PeopleField(label=_("Who joins"))
