"""How the organisation sends each kind of notice, and which of it people may change."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kairan.notices import preferences
from kairan.notices.forms.matrix import MatrixForm, Row
from kairan.notices.notice import Notice
from kairan.notices.planning import Choice
from kairan.notices.preferences import NO_RULE, Rule


class OfficeMatrixForm(MatrixForm):
    """What holds where nobody chose, and a tick for what people may change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.rules = preferences.rules()
        choices = {kind: rule.choice for kind, rule in self.rules.items()}
        super().__init__(*args, choices=choices, **kwargs)

    def add_row(self, kind: type[Notice], choice: Choice) -> None:
        """Add the fields of ``kind``."""
        super().add_row(kind, choice)
        self.add_named(
            f"{kind.kind}.open",
            forms.BooleanField(
                label=_("%(kind)s: people may change it") % {"kind": kind.label},
                required=False,
                initial=not self.rules.get(kind.kind, NO_RULE).is_locked,
            ),
        )

    def row(self, kind: type[Notice]) -> Row:
        """Return the fields of one kind."""
        plain = super().row(kind)
        return replace(plain, more=[self[f"{kind.kind}.open"]])

    def rules_wanted(self) -> dict[str, Rule]:
        """Return what is to hold from now on, by kind."""
        return {
            kind: Rule(choice, is_locked=not self.cleaned_data[f"{kind}.open"])
            for kind, choice in self.wanted().items()
        }
