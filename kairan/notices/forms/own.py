"""How and when a person wants to hear of what happens."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from kairan.notices import preferences
from kairan.notices.forms.matrix import MatrixForm, Row, settled_words
from kairan.notices.notice import Notice
from kairan.notices.planning import Choice
from kairan.people.models import Address, User

USUAL = ""


class OwnMatrixForm(MatrixForm):
    """A person's choice for each kind, and to which of their addresses it goes."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        self.rules = preferences.rules()
        self.own = list(Address.objects.filter(user=person))
        self.chosen = preferences.addresses_by_kind(person)
        super().__init__(*args, choices=preferences.choices_of(person), **kwargs)

    @property
    def chooses_addresses(self) -> bool:
        """Whether there is a choice of addresses."""
        return len(self.own) > 1

    def add_row(self, kind: type[Notice], choice: Choice) -> None:
        """Add the fields of ``kind``; what is locked cannot be changed."""
        super().add_row(kind, choice)
        if self._is_locked(kind):
            self.fields[kind.kind].disabled = True
            self.fields[f"{kind.kind}.bell"].disabled = True
        if self.chooses_addresses:
            chosen = self.chosen.get(kind.kind)
            self.add_named(
                f"{kind.kind}.to",
                forms.ChoiceField(
                    label=_("%(kind)s: which address") % {"kind": kind.label},
                    required=False,
                    choices=self._addresses(chosen),
                    initial=_joined(chosen),
                ),
            )

    def row(self, kind: type[Notice]) -> Row:
        """Return the fields of one kind, or the words of what is settled."""
        plain = super().row(kind)
        more: list[BoundField] = [self[f"{kind.kind}.to"]] if self.chooses_addresses else []
        rule = self.rules.get(kind.kind, preferences.NO_RULE)
        locked = settled_words(kind, rule) if rule.is_locked else ""
        return replace(plain, more=more, locked=locked)

    def addresses(self) -> dict[str, list[int] | None]:
        """Return to which addresses the kinds go of which that was changed."""
        if not self.chooses_addresses:
            return {}
        sent = {kind.kind: self.cleaned_data[f"{kind.kind}.to"] for kind in self.kinds}
        return {
            kind: [int(each) for each in value.split(",")] if value else None
            for kind, value in sent.items()
            if value != _joined(self.chosen.get(kind))
        }

    def _is_locked(self, kind: type[Notice]) -> bool:
        return self.rules.get(kind.kind, preferences.NO_RULE).is_locked

    def _addresses(self, chosen: Sequence[int] | None) -> list[tuple[str, str]]:
        """Return the usual addresses, each single one, and several that are chosen already."""
        names = {each.pk: f"{each.get_kind_display()}: {each.address}" for each in self.own}
        found = [(USUAL, _("as usual")), *((str(pk), name) for pk, name in names.items())]
        if chosen is not None and _joined(chosen) not in dict(found):
            known = [names[each] for each in chosen if each in names]
            found.append((_joined(chosen), " + ".join(known) or _("none")))
        return found


def _joined(numbers: Sequence[int] | None) -> str:
    return USUAL if numbers is None else ",".join(str(each) for each in numbers)
