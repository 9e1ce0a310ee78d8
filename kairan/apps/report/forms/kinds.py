"""What administrators type when they build the form of a kind."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kairan.apps.report.answers import Type
from kairan.apps.report.models import Field, Kind
from kairan.apps.report.operations.kinds import Question, Shape
from kairan.people.one_line import one_line

MOST_CHOICES = 100
LONGEST_CHOICE = 200


class KindForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a kind is called, and what it fills in beforehand."""

    class Meta:
        model = Kind
        fields = ["name", "folder", "guidance", "asks_for_meeting", "subject", "body"]
        labels = {
            "name": _("Name"),
            "folder": _("Folder"),
            "guidance": _("When to use it"),
            "asks_for_meeting": _("It is about a meeting or a visit"),
            "subject": _("Subject, filled in beforehand"),
            "body": _("Text, filled in beforehand"),
        }
        help_texts = {
            "folder": _("Kinds of one folder stand together. Leave it empty for none."),
            "guidance": _("One sentence for those who choose among the kinds."),
            "asks_for_meeting": _("The form then asks for day, place and company first."),
        }
        widgets = {
            "folder": forms.TextInput(attrs={"list": "folders", "autocomplete": "off"}),
            "body": forms.Textarea(attrs={"rows": 6}),
        }

    def shape(self) -> Shape:
        """Return what was typed."""
        return Shape(**self.cleaned_data)


class QuestionForm(forms.Form):
    """One question of a form."""

    label = forms.CharField(label=_("Question"), max_length=100, validators=[one_line])
    type = forms.ChoiceField(label=_("Type"), choices=Type.choices, initial=Type.TEXT)
    help_text = forms.CharField(label=_("Explanation"), required=False, max_length=200)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "brief"}),
        help_text=_("One on each line; only for a question with choices."),
    )
    is_required = forms.BooleanField(label=_("It has to be answered"), required=False)

    def __init__(self, data: Any = None, *, question: Field | None = None) -> None:
        super().__init__(data, initial=_initial(question))

    def clean_choices(self) -> list[str]:
        """Return the lines that say something, none twice."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines())
        choices = list(dict.fromkeys(line for line in lines if line))
        if len(choices) > MOST_CHOICES:
            raise ValidationError(
                _("At most %(most)s choices, please."), params={"most": MOST_CHOICES}
            )
        if any(len(choice) > LONGEST_CHOICE for choice in choices):
            raise ValidationError(
                _("A choice has at most %(most)s characters."), params={"most": LONGEST_CHOICE}
            )
        return choices

    def clean(self) -> dict[str, Any] | None:
        """Refuse a question with choices that has none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("type") == Type.CHOICE and cleaned.get("choices") == []:
            self.add_error("choices", _("Write the choices, one on each line."))
        return cleaned

    def question(self) -> Question:
        """Return what was typed."""
        return Question(**self.cleaned_data)


def _initial(question: Field | None) -> dict[str, Any]:
    if question is None:
        return {}
    return {
        "label": question.label,
        "type": question.type,
        "help_text": question.help_text,
        "is_required": question.is_required,
        "choices": "\n".join(question.choices),
    }
