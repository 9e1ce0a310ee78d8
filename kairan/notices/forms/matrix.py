"""Kinds of notice in rows, ways in columns: what people and administrators both fill in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext as _

from kairan.notices.notice import Notice, kinds
from kairan.notices.planning import Choice, Mail
from kairan.notices.preferences import NO_RULE, Rule


@dataclass(frozen=True)
class Row:
    """One kind of notice; ``locked`` says in words what the organisation has settled, if it has."""

    mail: BoundField
    rings: BoundField
    crosses_quiet_hours: bool
    more: Sequence[BoundField] = ()
    locked: str = ""

    @property
    def options(self) -> list[BoundWidget | None]:
        """The radio buttons in the order of the columns; None for a way that there is not."""
        found = {str(each.data["value"]): each for each in self.mail}
        return [found.get(way.value) for way in Mail]


class NamedRadios(forms.RadioSelect):
    """Radio buttons that say of which row they are, for those who do not see the table."""

    def __init__(self, row: str, **options: Any) -> None:
        super().__init__(**options)
        self.row = row

    def create_option(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        """Return one button with the row in its name."""
        option: dict[str, Any] = super().create_option(*arguments, **options)
        option["attrs"]["aria-label"] = f"{self.row}: {option['label']}"
        return option


class MatrixForm(forms.Form):
    """A way and a bell for each kind of notice; subclasses add a column and save."""

    def __init__(self, *args: Any, choices: Mapping[str, Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.kinds = kinds()
        for kind in self.kinds:
            self.add_row(kind, choices.get(kind.kind, NO_RULE.choice))

    def add_row(self, kind: type[Notice], choice: Choice) -> None:
        """Add the fields of ``kind``, filled in with ``choice``."""
        label = str(kind.label)
        mail = _shown(kind, choice.mail)
        self.fields[kind.kind] = forms.ChoiceField(
            label=label,
            choices=ways_of(kind),
            initial=mail,
            widget=NamedRadios(label),
            error_messages={"required": _("Choose one.")},
        )
        self.add_named(
            f"{kind.kind}.bell",
            forms.BooleanField(
                label=_("%(kind)s: the bell") % {"kind": label},
                required=False,
                initial=choice.rings,
            ),
        )

    def add_named(self, name: str, field: forms.Field) -> None:
        """Add a field whose label stands in the head of its column, and is heard beside it."""
        field.widget.attrs["aria-label"] = str(field.label)
        self.fields[name] = field

    def rows(self) -> Iterator[tuple[str, list[Row]]]:
        """Return the rows under the titles of the apps they belong to."""
        for group, members in groupby(self.kinds, key=lambda kind: str(kind.group)):
            yield group, [self.row(kind) for kind in members]

    def row(self, kind: type[Notice]) -> Row:
        """Return the fields of one kind."""
        mail, rings = self[kind.kind], self[f"{kind.kind}.bell"]
        return Row(mail, rings, kind.crosses_quiet_hours)

    def wanted(self) -> dict[str, Choice]:
        """Return what was chosen, by kind."""
        return {
            kind.kind: Choice(
                _meant(kind, self.cleaned_data[kind.kind]), self.cleaned_data[f"{kind.kind}.bell"]
            )
            for kind in self.kinds
            if kind.kind in self.cleaned_data
        }


def ways_of(kind: type[Notice]) -> list[tuple[str, Any]]:
    """Return when ``kind`` can be mailed: the occasion of a daily mail daily or not at all."""
    if kind.joins_daily_mail:
        return [(each.value, each.label) for each in (Mail.DAILY, Mail.OFF)]
    return [(each.value, each.label) for each in Mail]


def settled_words(kind: type[Notice], rule: Rule) -> str:
    """Return what ``rule`` lets happen, in words."""
    mail = _shown(kind, rule.choice.mail)
    bell = _("with the bell") if rule.choice.rings else _("without the bell")
    return f"{mail.label}, {bell}"


def _shown(kind: type[Notice], mail: Mail) -> Mail:
    return Mail.DAILY if kind.joins_daily_mail and mail is not Mail.OFF else mail


def _meant(kind: type[Notice], sent: str) -> Mail:
    """Return what ``sent`` stands for: the occasion of a daily mail is its own daily mail."""
    mail = Mail(sent)
    return Mail.NOW if kind.joins_daily_mail and mail is Mail.DAILY else mail
