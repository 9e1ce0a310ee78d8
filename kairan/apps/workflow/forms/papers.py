"""What applicants and approvers type."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kairan.approvals.models import Seat, SeatQuerySet
from kairan.apps.workflow.fields import Answer, Field, Kind
from kairan.apps.workflow.forms.fields import field_for, stored
from kairan.apps.workflow.models import Paper, Version
from kairan.apps.workflow.operations.papers import Written
from kairan.attachments.models import Attachment
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField, Selection
from kairan.shell.choosing import RowsField


class PaperForm(forms.Form):
    """The questions of one version. A draft needs a subject only; sending needs the answers."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200, validators=[one_line])

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        version: Version,
        paper: Paper | None = None,
        leaves: bool = False,
    ) -> None:
        super().__init__(data, files, initial={"key": paper.key if paper else uuid4()})
        self.version, self._leaves = version, leaves
        self._questions = version.fields
        answers = paper.answers if paper is not None else {}
        if paper is not None:
            self.initial["subject"] = paper.subject
        for question in self._questions:
            self._ask(question, answers.get(question.key), paper)
        if version.form.lets_choose:
            self._let_choose(paper.instead if paper is not None else {})

    def questions(self) -> list[BoundField]:
        """Return the fields of the form in their order, each with what it lets one take off."""
        names = [
            name for each in self._questions for name in (f"answer-{each.key}", f"off-{each.key}")
        ]
        return [self[name] for name in names if name in self.fields]

    def approvers(self) -> list[BoundField]:
        """Return the fields with which one chooses approvers."""
        return [self[name] for name in self.fields if name.startswith("step-")]

    def written(self) -> Written:
        """Return what was typed."""
        data = self.cleaned_data
        files = [each.key for each in self._questions if each.kind is Kind.FILE]
        answers = {each.key: data[f"answer-{each.key}"] for each in self._questions}
        return Written(
            version=self.version,
            key=data["key"],
            subject=data["subject"],
            answers={key: answer for key, answer in answers.items() if key not in files},
            attached={key: answers[key] for key in files},
            without=frozenset(file.pk for key in files for file in data.get(f"off-{key}", ())),
            instead={
                int(name.removeprefix("step-")): data[name]
                for name in self.fields
                if name.startswith("step-") and data[name]
            },
        )

    def _ask(self, question: Field, answer: Answer, paper: Paper | None) -> None:
        name = f"answer-{question.key}"
        if question.kind is not Kind.FILE:
            required = self._leaves and question.is_required
            self.fields[name] = field_for(question, is_required=required)
            self.initial[name] = stored(question, answer)
            return
        # What is there already answers too: send() refuses when all of it is taken off.
        self.fields[name] = field_for(question, is_required=False)
        if paper is not None and answer:
            self.fields[f"off-{question.key}"] = RowsField(
                Attachment.objects.filter(pk__in=answer),
                label=gettext("Take off: %(label)s") % {"label": question.label},
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def _let_choose(self, instead: Mapping[int, Selection]) -> None:
        for step in self.version.form.route.steps.all():
            rule = gettext("All of them have to approve.")
            self.fields[f"step-{step.number}"] = PeopleField(
                label=f"{step.number}. {step.title}",
                required=False,
                help_text=rule if step.needs_all else gettext("One of them decides."),
            )
            self.initial[f"step-{step.number}"] = instead.get(step.number) or step.selection


class DecisionForm(forms.Form):
    """What an approver adds; ``course`` is the sending they have read."""

    course = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to send it back or to deny it: the applicant reads it."),
    )

    def shown_with(self, course: int) -> "DecisionForm":
        """Return the form to be drawn below the sending ``course``; what was typed stays."""
        if not self.is_bound:
            self.initial["course"] = course
        else:
            self.data = {**{name: self.data[name] for name in self.data}, "course": course}
        return self


class SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the seats at which somebody has still to decide."""

    def label_from_instance(self, obj: Seat) -> str:
        """Return the step and the person."""
        return f"{obj.step.number}. {obj.person}"


class HandOverForm(forms.Form):
    """In whose place somebody else decides."""

    seat = SeatField(Seat.objects.none(), label=_("In place of"))
    to = PeopleField(label=_("Who decides instead"))

    def __init__(self, data: Any, *, seats: SeatQuerySet) -> None:
        super().__init__(data)
        field = self.fields["seat"]
        if isinstance(field, SeatField):
            field.queryset = seats

    def clean_to(self) -> int:
        """Return the id of the one person that was chosen."""
        chosen: Selection = self.cleaned_data["to"]
        ids = chosen.ids()
        if len(ids) != 1:
            raise ValidationError(_("Choose exactly one person."))
        return ids[0]
