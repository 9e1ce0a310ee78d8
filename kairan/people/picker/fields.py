"""The form field whose cleaned value is a selection of people and groups."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kairan.people.models import Group
from kairan.people.picker.selection import Selection, active_among
from kairan.people.picker.widgets import Asked, PeopleWidget


class PeopleField(forms.Field):
    """Takes people and whole groups; who has left, and what does not exist, is never chosen."""

    widget = PeopleWidget
    default_error_messages = {
        "required": _("Choose at least one person or group."),
        "empty": _("Nobody is in the groups you chose. Choose somebody else as well."),
        "search": _("Tick whom you mean, then go on."),
        "several": _("“%(typed)s” may mean several people. Tick whom you mean."),
        "unknown": _(
            "Nobody is found for “%(unknown)s”. "
            "Check the spelling, or search for a part of the name."
        ),
    }

    def clean(self, value: Any) -> Selection:
        """Return the selection, or raise with a sentence that says what is missing."""
        if isinstance(value, Selection):
            value = Asked(value)
        self._refuse_unclear(value)
        chosen = _existing(value.selection)
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.required and not chosen.people and not chosen.count():
            raise ValidationError(self.error_messages["empty"], code="empty")
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another selection was sent than ``initial``."""
        sent = data.selection if isinstance(data, Asked) else data or Selection()
        was = initial or Selection()
        return set(sent.people) != set(was.people) or set(sent.groups) != set(was.groups)

    def _refuse_unclear(self, asked: Asked) -> None:
        meant = asked.meant
        if meant.unknown:
            names = ", ".join(meant.unknown)
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"unknown": names}
            )
        if asked.is_search:
            raise ValidationError(self.error_messages["search"], code="search")
        if meant.candidates:
            raise ValidationError(
                self.error_messages["several"], code="several", params={"typed": asked.typed}
            )


def _existing(selection: Selection) -> Selection:
    active = active_among(selection.people)
    groups: set[int] = set()
    if selection.groups:
        groups = set(Group.objects.filter(pk__in=selection.groups).values_list("pk", flat=True))
    return Selection(
        people=tuple(pk for pk in selection.people if pk in active),
        groups=tuple(pk for pk in selection.groups if pk in groups),
    )
