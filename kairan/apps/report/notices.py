"""What Report has to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.report.answers import Answer, Type
from kairan.apps.report.meetings import Meeting
from kairan.notices import samples
from kairan.notices.notice import TOKEN, Action, Fact, Notice

if TYPE_CHECKING:
    from kairan.apps.report.models import Comment, Report


@dataclass(frozen=True, kw_only=True)
class AboutReport(Notice):
    """What every notice of this app knows."""

    group = gettext_lazy("Report")

    report_id: int
    subject: str
    author: str
    report_kind: str

    def about(self) -> str:
        return f"report:{self.report_id}"

    def path(self) -> str:
        return reverse("report:show", args=[self.report_id])

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            report_id=1,
            subject=_("Visit to Suzuki Foods"),
            author=samples.somebody(),
            report_kind=_("Minutes of a meeting"),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {
            "subject": self.subject,
            "author": self.author,
            "kind": self.report_kind,
        }


@dataclass(frozen=True, kw_only=True)
class ReportDelivered(AboutReport):
    kind = "report.report-delivered"
    label = gettext_lazy("A report is delivered to you")
    asks = True

    text: str
    meeting_on: date | None
    meeting_from: time | None
    meeting_until: time | None
    meeting_place: str
    meeting_with: str
    answers: tuple[tuple[str, str, str], ...]
    """Question, type, value."""
    file_names: tuple[str, ...]

    @classmethod
    def of(cls, report: Report) -> Self:
        return cls(
            report_id=report.pk,
            subject=report.subject,
            author=str(report.author),
            report_kind=report.kind_name,
            text=report.body,
            meeting_on=report.meeting_on,
            meeting_from=report.meeting_from,
            meeting_until=report.meeting_until,
            meeting_place=report.meeting_place,
            meeting_with=report.meeting_with,
            answers=tuple((each.label, each.type, each.value) for each in report.answers),
            file_names=tuple(report.files.values_list("name", flat=True)),
        )

    def title(self) -> str:
        return self.subject

    def facts(self) -> list[Fact]:
        meeting = Meeting(on=self.meeting_on, begins=self.meeting_from, ends=self.meeting_until)
        lines = [
            (_("From"), self.author),
            (_("Kind of report"), self.report_kind),
            (_("Held on"), meeting.moment),
            (_("Place"), self.meeting_place),
            (_("With"), " / ".join(self.meeting_with.splitlines())),
            *((each.label, each.worded) for each in self._answers() if not each.is_long),
            (_("Files"), ", ".join(self.file_names)),
        ]
        return [Fact(label, value) for label, value in lines if value]

    def body(self) -> str:
        """Return the text, then each long answer under its question."""
        long = [each for each in self._answers() if each.is_long and each.value]
        parts = [self.text, *(f"{each.label}\n{each.value}" for each in long)]
        return "\n\n".join(part for part in parts if part)

    def actions(self) -> list[Action]:
        return [Action(_("Confirm"), reverse("report:answer", args=[self.kind, TOKEN]))]

    def answer_by_mail(self) -> str:
        return _(
            "If you answer this mail, your words become a comment on the report; “OK” confirms it."
        )

    def reason(self) -> str:
        return _("%(author)s delivered this report to you and asks you to confirm it.") % {
            "author": self.author
        }

    def _answers(self) -> list[Answer]:
        return [Answer(label, value, type_) for label, type_, value in self.answers]

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            text=_("They want the new labels from October on."),
            meeting_on=samples.day(ahead=-1),
            meeting_from=time(10),
            meeting_until=time(11, 30),
            meeting_place=_("At their office"),
            meeting_with=samples.somebody_else(),
            answers=((_("Next step"), Type.LONG_TEXT.value, _("We send an offer by Friday.")),),
            file_names=(_("offer.pdf"),),
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class ReportCommented(AboutReport):
    kind = "report.report-commented"
    label = gettext_lazy("Somebody comments on your report, or on one that you commented on")

    commenter: str
    text: str

    @classmethod
    def of(cls, report: Report, *, said: Comment) -> Self:
        return cls(
            report_id=report.pk,
            subject=report.subject,
            author=str(report.author),
            report_kind=report.kind_name,
            commenter=str(said.author),
            text=said.text,
        )

    def title(self) -> str:
        return _("%(commenter)s comments: %(subject)s") % {
            "commenter": self.commenter,
            "subject": self.subject,
        }

    def path(self) -> str:
        return super().path() + "#comments"

    def facts(self) -> list[Fact]:
        return [Fact(_("Comment by"), self.commenter), Fact(_("Report by"), self.author)]

    def body(self) -> str:
        return self.text

    def answer_by_mail(self) -> str:
        return _("If you answer this mail, your words become a comment on the report.")

    def reason(self) -> str:
        return _("You wrote this report, or a comment below it.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            commenter=samples.somebody_else(),
            text=_("Thank you. Who writes the offer?"),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "commenter": self.commenter}
