"""The form on which a report is written: that of its kind, or the general one."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from kairan.apps.report.answers import Answer, plain
from kairan.apps.report.forms.questions import form_field
from kairan.apps.report.meetings import Meeting
from kairan.apps.report.models import Field, Kind, Report, SavedList
from kairan.apps.report.operations.reports import Draft
from kairan.attachments.forms import FilesForm
from kairan.notices.rehearsing import REHEARSE
from kairan.people.models import User
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField, Selection
from kairan.people.picker.values import group_value, person_value
from kairan.shell.choosing import RowsField

MEETING = ["meeting_on", "meeting_from", "meeting_until", "meeting_place", "meeting_with"]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_CLOCK = {"type": "time"}


class ReportForm(FilesForm):
    """What an author types. A draft needs a subject only; what is delivered has to be complete."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    to = PeopleField(label=_("To"), required=False)
    lists = RowsField(
        SavedList.objects.none(),
        label=_("Saved lists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody on a ticked list is added to the recipients."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=200, validators=[one_line])
    body = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea, max_length=100_000
    )
    meeting_on = forms.DateField(label=_("Held on"), required=False, widget=_DAY)
    meeting_from = forms.TimeField(
        label=_("From (time)"), required=False, widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M")
    )
    meeting_until = forms.TimeField(
        label=_("To (time)"), required=False, widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M")
    )
    meeting_place = forms.CharField(
        label=_("Place"), required=False, max_length=200, validators=[one_line]
    )
    meeting_with = forms.CharField(
        label=_("With"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "brief"}),
        help_text=_("The company you met, and who was there."),
    )

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        author: User,
        kind: Kind | None = None,
        report: Report | None = None,
    ) -> None:
        then = data.get("then") if data is not None else None
        self.kind, self._leaves = kind, then in {"deliver", REHEARSE}
        lists = SavedList.objects.visible_to(author).order_by("name", "pk")
        data = _with_lists(data, lists)
        super().__init__(data, files, initial=_initial(kind, report))
        self._offer(lists)
        self.offer_to_take_off(report.files.all() if report is not None else None)
        self.questions: list[Field] = list(kind.fields.all()) if kind is not None else []
        given = {each.field: each for each in report.answers} if report is not None else {}
        for question in self.questions:
            name, known = _name(question), given.pop(question.pk, None)
            self.fields[name] = form_field(question, insists=self._leaves, known=known)
        self.no_longer_asked = [each for each in given.values() if each.value]
        self.only_adds = then == "add"
        if self.only_adds:
            self._errors = ErrorDict()  # Whoever adds recipients has not finished writing.

    def _offer(self, lists: QuerySet[SavedList]) -> None:
        field = self.fields["lists"]
        if isinstance(field, forms.ModelMultipleChoiceField) and lists:
            field.queryset = lists
        else:
            del self.fields["lists"]

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The questions of the kind, in their order."""
        return [self[_name(question)] for question in self.questions]

    @property
    def is_about_meeting(self) -> bool:
        """Whether the part about a meeting stands open: it is asked for, filled in, or wrong."""
        asked = self.kind is not None and self.kind.asks_for_meeting
        return asked or any(self[name].value() or self[name].errors for name in MEETING)

    def clean_to(self) -> Selection:
        """Return who is chosen; a draft may wait for that, what is delivered may not."""
        chosen: Selection = self.cleaned_data["to"]
        if self._leaves and not chosen:
            raise ValidationError(_("Choose at least one recipient besides yourself."))
        return chosen

    def clean(self) -> dict[str, Any] | None:
        """Refuse hours that belong to no day, and a meeting that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("meeting_from"), cleaned.get("meeting_until")
        if (begins or ends) and "meeting_on" in cleaned and not cleaned["meeting_on"]:
            self.add_error("meeting_on", _("Choose the day as well."))
        if ends and "meeting_from" in cleaned and not begins:
            self.add_error("meeting_from", _("Write when it began as well."))
        if begins and ends and ends < begins:
            self.add_error("meeting_until", _("It cannot end before it begins."))
        return cleaned

    def draft(self) -> Draft:
        """Return what was typed."""
        typed = self.cleaned_data
        return Draft(
            key=typed["key"],
            kind=self.kind,
            to=typed["to"],
            subject=typed["subject"],
            body=typed["body"],
            answers=[_answer(question, typed[_name(question)]) for question in self.questions],
            meeting=Meeting(
                on=typed["meeting_on"],
                begins=typed["meeting_from"],
                ends=typed["meeting_until"],
                place=typed["meeting_place"],
                company=typed["meeting_with"],
            ),
            attached=typed["attached"],
            without=typed.get("without", ()),
        )


def _name(question: Field) -> str:
    return f"question-{question.pk}"


def _answer(question: Field, value: Any) -> Answer:
    return Answer(question.label, plain(value), question.type, question.pk)


def _with_lists(data: Any, lists: Iterable[SavedList]) -> Any:
    """Return ``data`` in which the people of the ticked lists are ticked, and no list is."""
    if data is None or "lists" not in data:
        return data
    data, ticked = data.copy(), set(data.getlist("lists"))
    chosen = [each.selection for each in lists if str(each.pk) in ticked]
    known = data.getlist("to")
    added = [person_value(pk) for selection in chosen for pk in selection.people]
    added += [group_value(pk) for selection in chosen for pk in selection.groups]
    data.setlist("to", list(dict.fromkeys([*known, *added])))
    data.setlist("lists", [])
    return data


def _initial(kind: Kind | None, report: Report | None) -> dict[str, Any]:
    if report is None:
        prefilled = {"subject": kind.subject, "body": kind.body} if kind is not None else {}
        return {"key": uuid4(), **prefilled}
    meeting = {name: getattr(report, name) for name in MEETING}
    return {
        "key": report.key,
        "to": report.selection,
        "subject": report.subject,
        "body": report.body,
        **meeting,
    }
