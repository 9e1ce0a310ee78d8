"""Draws the picker: ticked people and groups, a field to add more, groups to tick as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from kairan.people.models import Group, User
from kairan.people.picker.search import of_group, of_person
from kairan.people.picker.selection import MANY, Selection
from kairan.people.picker.typed import Meant, understand
from kairan.people.picker.values import read

GROUPS_SHOWN = 100


@dataclass
class Asked:
    """What a form sent: what is ticked, what is typed, and whether only a search was asked for."""

    ticked: Selection
    typed: str = ""
    is_search: bool = False

    @cached_property
    def meant(self) -> Meant:
        """Whom the typed words mean; asked of the database once."""
        return understand(self.typed) if self.typed else Meant()

    @property
    def selection(self) -> Selection:
        """What is ticked, and what was typed so clearly that it counts as ticked."""
        added = read(found.value for found in self.meant.chosen)
        return Selection(
            people=tuple(dict.fromkeys([*self.ticked.people, *added.people])),
            groups=tuple(dict.fromkeys([*self.ticked.groups, *added.groups])),
        )


class PeopleWidget(forms.Widget):
    """Works as plain boxes and a search button; a custom element makes a combobox of it."""

    template_name = "people/picker.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Asked:
        """Return what was sent under ``name``."""
        del files
        many = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return Asked(
            ticked=read(map(str, many)),
            typed=str(data.get(f"{name}-typed", "")).strip(),
            is_search=f"{name}-search" in data,
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return False: nobody ticked is a value too."""
        del data, files, name
        return False

    def id_for_label(self, id_: str) -> str:
        """Return no id: the label is the legend of all that is inside."""
        del id_
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return what the template draws; three queries whoever is chosen."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        asked = value if isinstance(value, Asked) else Asked(value or Selection())
        selection = asked.selection
        groups = [of_group(each, each.size) for each in Group.objects.with_size()]
        ticked = {f"group:{pk}" for pk in selection.groups}
        context["picker"] = {
            "chosen": [
                *(group for group in groups if group.value in ticked),
                *map(of_person, _people(selection.people)),
            ],
            "candidates": [found for found in asked.meant.candidates if found.value not in ticked],
            "typed": ", ".join(asked.meant.unknown),
            "groups": [group for group in groups if group.value not in ticked][:GROUPS_SHOWN],
            "count": selection.count() if selection else 0,
        }
        return context


def _people(ids: Iterable[int]) -> list[User]:
    """Return the active people of ``ids`` in order of name, however many were chosen."""
    wanted = set(ids)
    if not wanted:
        return []
    active = User.objects.active()
    if len(wanted) < MANY:
        return list(active.filter(pk__in=wanted))
    return [person for person in active if person.pk in wanted]
