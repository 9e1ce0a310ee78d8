from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from kairan.notices import preferences
from kairan.notices.notice import kinds
from kairan.people.models import User


class PreferencesForm(forms.Form):
    """One tick per kind of notice: by mail, or in the app only."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        off = preferences.switched_off(person)
        for kind in kinds():
            self.fields[kind.kind] = forms.BooleanField(
                label=str(kind.label), required=False, initial=kind.kind not in off
            )

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Return the fields under the titles of the apps they belong to."""
        for group, members in groupby(kinds(), key=lambda kind: str(kind.group)):
            yield group, [self[kind.kind] for kind in members]

    def save(self) -> None:
        """Keep what was ticked and what was not."""
        preferences.choose(self.person, by_mail=self.cleaned_data)
