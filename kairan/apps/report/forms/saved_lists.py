"""What one types about a saved list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.apps.report.models import SavedList
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField


class SavedListForm(forms.Form):
    """A name, and whom the list is for."""

    name = forms.CharField(label=_("Name"), max_length=100, validators=[one_line])
    people = PeopleField(label=_("People and groups"))

    def __init__(self, data: Any = None, *, saved_list: SavedList | None = None) -> None:
        known = {"name": saved_list.name, "people": saved_list.selection} if saved_list else {}
        super().__init__(data, initial=known)
