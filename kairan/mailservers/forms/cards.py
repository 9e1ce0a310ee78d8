"""How the fields of a long form stand together: cards, and in them groups that may matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Group:
    """Fields that matter together.

    ``when`` names the choices under which they matter, ``field=value|value``, several with
    blanks between; empty: always. A page without scripts shows them all.
    """

    names: Sequence[str]
    when: str = ""


@dataclass(frozen=True)
class Card:
    """One section of the form: its anchor, its heading, what it is for, its fields."""

    key: str
    title: Text
    intro: Text
    groups: Sequence[Group]
    when: str = ""

    @property
    def names(self) -> list[str]:
        """Every field of the card."""
        return [name for group in self.groups for name in group.names]


@dataclass(frozen=True)
class DrawnGroup:
    """A group with its fields bound to what was typed."""

    when: str
    fields: Sequence[BoundField]


@dataclass(frozen=True)
class DrawnCard:
    """A card with its groups bound to what was typed."""

    card: Card
    groups: Sequence[DrawnGroup]


def drawn(form: forms.BaseForm, cards: Sequence[Card]) -> Iterator[DrawnCard]:
    """Yield ``cards`` with the fields that ``form`` has; groups of none are left out."""
    for card in cards:
        groups = [
            DrawnGroup(group.when, [form[name] for name in group.names if name in form.fields])
            for group in card.groups
        ]
        yield DrawnCard(card, [group for group in groups if group.fields])
