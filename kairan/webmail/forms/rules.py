"""A rule as its owner types it: some conditions, and what follows from them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.mailservers.forms.fields import AddressField
from kairan.webmail.folders import folders
from kairan.webmail.models import Folder, Label, Rule
from kairan.webmail.rules.deciding import Comparison, Subject

ROWS = 5
SHOWN_ROWS = 2
NO_PLACES = {Folder.Kind.SENT, Folder.Kind.TRASH}
_TEXTS = {
    Subject.FROM: gettext_lazy("From"),
    Subject.TO: gettext_lazy("To or Cc"),
    Subject.SUBJECT: gettext_lazy("Subject"),
    Subject.BODY: gettext_lazy("Text"),
}
_TESTS = {
    Comparison.CONTAINS: gettext_lazy("contains"),
    Comparison.LACKS: gettext_lazy("does not contain"),
    Comparison.IS: gettext_lazy("is exactly"),
}
_OTHERS = [
    (f"{Subject.SIZE}-{Comparison.LARGER}", gettext_lazy("is larger than (kB)")),
    (f"{Subject.SIZE}-{Comparison.SMALLER}", gettext_lazy("is smaller than (kB)")),
    (f"{Subject.FILES}-{Comparison.PRESENT}", gettext_lazy("has files attached")),
    (f"{Subject.FILES}-{Comparison.ABSENT}", gettext_lazy("has no files attached")),
]
MOST_KILOBYTES = 10_000_000


def _choices() -> list[Any]:
    texts = [
        (name, [(f"{subject}-{test}", f"{name} {words}") for test, words in _TESTS.items()])
        for subject, name in _TEXTS.items()
    ]
    return [("", "–"), *texts, (_("The mail"), _OTHERS)]


class RuleForm(forms.Form):
    """Conditions come in rows; empty rows say nothing."""

    name = forms.CharField(label=gettext_lazy("Name of the rule"), max_length=100)
    needs_all = forms.ChoiceField(
        label=gettext_lazy("It fits when"),
        choices=[
            ("all", gettext_lazy("all of these hold")),
            ("any", gettext_lazy("any of these holds")),
        ],
    )
    folder = forms.ModelChoiceField(
        Folder.objects.none(), label=gettext_lazy("Move it to"), required=False, empty_label="–"
    )
    label = forms.ModelChoiceField(
        Label.objects.none(),
        label=gettext_lazy("Put a label on it"),
        required=False,
        empty_label="–",
    )
    forward_to = AddressField(
        label=gettext_lazy("Send it on to"),
        help_text=gettext_lazy(
            "One address. The whole mail is attached; its page says what became of it. What a "
            "machine has sent is not sent on, nor more than 200 mails a day."
        ),
    )
    stars = forms.BooleanField(label=gettext_lazy("Give it a star"), required=False)
    marks_read = forms.BooleanField(label=gettext_lazy("Mark it as read"), required=False)
    deletes = forms.BooleanField(label=gettext_lazy("Put it into the trash"), required=False)
    stops = forms.BooleanField(
        label=gettext_lazy("Try no further rule on a mail that fits"), required=False
    )

    def __init__(self, data: Any, *, rule: Rule) -> None:
        super().__init__(data, initial=_initial(rule))
        self._rule = rule
        for row in range(ROWS):
            self.fields[f"test-{row}"] = forms.ChoiceField(
                label=_("Condition %(number)s") % {"number": row + 1},
                choices=_choices,
                required=False,
            )
            self.fields[f"value-{row}"] = forms.CharField(
                label=_("What it looks for"), max_length=200, required=False
            )
        mine = [each.pk for each in folders(rule.owner) if each.kind not in NO_PLACES]
        self._offer("folder", Folder.objects.visible_to(rule.owner).filter(pk__in=mine))
        self._offer("label", Label.objects.visible_to(rule.owner))

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the first conditions, row by row."""
        return self._fields_of(range(SHOWN_ROWS))

    @property
    def more_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the other conditions."""
        return self._fields_of(range(SHOWN_ROWS, ROWS))

    @property
    def uses_more_rows(self) -> bool:
        """Whether something stands in one of the other conditions."""
        return any(test.value() or value.value() for test, value in self.more_rows)

    def _fields_of(self, rows: range) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"test-{row}"], self[f"value-{row}"]) for row in rows]

    def clean(self) -> dict[str, Any]:
        """Refuse a rule that fits nothing or does nothing, and values that mean nothing."""
        typed = super().clean() or {}
        for row in range(ROWS):
            self._check_value(row, typed.get(f"test-{row}") or "", typed.get(f"value-{row}") or "")
        if not self.conditions():
            self.add_error("test-0", _("Choose at least one condition."))
        deeds = ("folder", "label", "forward_to", "stars", "marks_read", "deletes")
        if not any(typed.get(name) for name in deeds) and not self.errors:
            self.add_error(None, _("Choose at least one thing to do with the mail."))
        if typed.get("folder") and typed.get("deletes"):
            self.add_error("deletes", _("Choose a folder or the trash, not both."))
        return typed

    def _check_value(self, row: int, test: str, value: str) -> None:
        subject = test.partition("-")[0]
        if subject == Subject.SIZE:
            is_number = value.isascii() and value.isdigit() and len(value) < 9
            if not is_number or int(value) > MOST_KILOBYTES:
                self.add_error(f"value-{row}", _("Type a whole number of kilobytes."))
        elif subject and subject != Subject.FILES and not value.strip():
            self.add_error(f"value-{row}", _("Type what the rule looks for."))

    def conditions(self) -> list[tuple[str, str, str]]:
        """Return subject, test and value of each row that says something."""
        typed = self.cleaned_data
        rows = ((typed.get(f"test-{n}") or "", typed.get(f"value-{n}") or "") for n in range(ROWS))
        return [(*test.split("-"), value) for test, value in rows if test]

    def rule(self) -> Rule:
        """Return the rule as it was typed; it is not stored."""
        typed = self.cleaned_data
        for name in ("name", "folder", "label", "forward_to", "stars", "marks_read", "deletes"):
            setattr(self._rule, name, typed[name])
        self._rule.stops = typed["stops"]
        self._rule.needs_all = typed["needs_all"] == "all"
        self._rule.conditions = self.conditions()
        return self._rule


def _initial(rule: Rule) -> dict[str, Any]:
    names = ("name", "folder", "label", "forward_to", "stars", "marks_read", "deletes", "stops")
    found: dict[str, Any] = {name: getattr(rule, name) for name in names}
    found["needs_all"] = "all" if rule.needs_all else "any"
    for row, (subject, test, value) in enumerate(rule.conditions[:ROWS]):
        found |= {f"test-{row}": f"{subject}-{test}", f"value-{row}": value}
    return found
