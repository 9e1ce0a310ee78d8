"""How long before something to remind: several to tick, and one more of any length."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kairan.reminders.wording import A_DAY, A_WEEK, AN_HOUR, lead_words

USUAL = [0, 5, 10, 15, 30, 60, 120, A_DAY, 2 * A_DAY, A_WEEK]
LONGEST = 8 * A_WEEK
MOST = 8
UNITS = {
    "minutes": (1, pgettext_lazy("unit", "minutes")),
    "hours": (AN_HOUR, pgettext_lazy("unit", "hours")),
    "days": (A_DAY, pgettext_lazy("unit", "days")),
    "weeks": (A_WEEK, pgettext_lazy("unit", "weeks")),
}


@dataclass(frozen=True)
class Typed:
    """What was ticked, and the number and unit beside it, as they were sent."""

    ticked: tuple[str, ...] = ()
    number: str = ""
    unit: str = "minutes"


class LeadsWidget(forms.Widget):
    """Boxes for what is usual and what is chosen already, and a number with a unit."""

    template_name = "reminders/leads.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """Return what was sent under ``name``."""
        del files
        many = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return Typed(
            ticked=tuple(map(str, many)),
            number=str(data.get(f"{name}-number", "")).strip(),
            unit=str(data.get(f"{name}-unit", "minutes")),
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return False: nothing ticked is a value too."""
        del data, files, name
        return False

    def id_for_label(self, id_: str) -> str:
        """Return no id: the label is the legend of all that is inside."""
        del id_
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template draws."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else Typed(tuple(map(str, value or ())))
        ticked = {int(each) for each in typed.ticked if _is_lead(each)}
        context["leads"] = {
            "choices": [
                (minutes, lead_words(minutes), minutes in ticked)
                for minutes in sorted({*USUAL, *ticked})
            ],
            "number": typed.number,
            "units": [(key, label, key == typed.unit) for key, (_size, label) in UNITS.items()],
        }
        return context


class LeadsField(forms.Field):
    """Cleans to a sorted list of minutes, at most eight of them, none longer than eight weeks."""

    widget = LeadsWidget

    def clean(self, value: Any) -> list[int]:
        """Return the minutes; raise ValidationError with a sentence."""
        typed = value if isinstance(value, Typed) else Typed()
        if not all(map(_is_lead, typed.ticked)):
            raise ValidationError(_("Choose lead times from the list."))
        leads = {int(each) for each in typed.ticked}
        if typed.number:
            leads.add(_another(typed))
        if len(leads) > MOST:
            raise ValidationError(_("Choose at most %(most)d lead times."), params={"most": MOST})
        return sorted(leads)


def _is_lead(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= LONGEST


def _another(typed: Typed) -> int:
    if not _is_lead(typed.number) or typed.unit not in UNITS:
        raise ValidationError(_("Type a whole number, such as 45."))
    minutes = int(typed.number) * UNITS[typed.unit][0]
    if minutes > LONGEST:
        raise ValidationError(_("Choose a lead time of at most eight weeks."))
    return minutes
