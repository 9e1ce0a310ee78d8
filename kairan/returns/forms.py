from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User
from kairan.people.picker import PeopleField, Selection


class HandOverForm(forms.Form):
    """To whom a mail is passed on: one person."""

    to = PeopleField(label=_("Pass it on to"))

    def clean_to(self) -> User:
        """Return the one person who was chosen."""
        chosen: Selection = self.cleaned_data["to"]
        people = list(User.objects.active().filter(pk__in=chosen.ids())[:2])
        if len(people) != 1:
            raise ValidationError(_("Choose one person."))
        return people[0]

    def person(self) -> Any:
        """Return who was chosen."""
        return self.cleaned_data["to"]
