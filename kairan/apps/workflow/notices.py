"""What Workflow has to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.workflow.answers import lines_of_sheet, sheet
from kairan.apps.workflow.fields import Field, Kind
from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import TOKEN, Action, Fact, Notice

if TYPE_CHECKING:
    from kairan.approvals.models import Step
    from kairan.apps.workflow.models import Submission
    from kairan.people.models import User


@dataclass(frozen=True, kw_only=True)
class AboutApplication(Notice):
    """What every notice of this app knows."""

    group = gettext_lazy("Workflow")
    expires_after = timedelta(days=7)
    when_uncertain = WhenUncertain.RESEND

    paper_id: int
    subject: str
    form: str
    applicant: str

    def about(self) -> str:
        return f"workflow:{self.paper_id}"

    def path(self) -> str:
        return reverse("workflow:show", args=[self.paper_id])

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            paper_id=1,
            subject=_("A new laptop"),
            form=_("Purchase request"),
            applicant=samples.somebody(),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {
            "subject": self.subject,
            "form": self.form,
            "applicant": self.applicant,
        }


@dataclass(frozen=True, kw_only=True)
class ApplicationDelivered(AboutApplication):
    kind = "workflow.application-delivered"
    label = gettext_lazy("An application waits for your decision")
    asks = True

    step: str
    sheet: str

    @classmethod
    def of(cls, submission: Submission, *, step: Step, sheet: str) -> Self:
        return cls(
            paper_id=submission.paper_id,
            subject=submission.subject,
            form=submission.version.form.name,
            applicant=str(submission.paper.author),
            step=step.title,
            sheet=sheet,
        )

    def title(self) -> str:
        return _("To decide: %(subject)s") % {"subject": self.subject}

    def facts(self) -> list[Fact]:
        return [
            Fact(_("Form"), self.form),
            Fact(_("Applicant"), self.applicant),
            Fact(_("Step"), self.step),
            *[
                Fact(line.label, line.text)
                for line in lines_of_sheet(self.sheet)
                if not line.is_long
            ],
        ]

    def body(self) -> str:
        long = [line for line in lines_of_sheet(self.sheet) if line.is_long]
        return "\n\n".join(f"{line.label}\n{line.text}" for line in long)

    def actions(self) -> list[Action]:
        return [Action(_("Decide"), reverse("workflow:answer", args=[self.kind, TOKEN]))]

    def reason(self) -> str:
        return _("%(applicant)s applies for this, and it is your turn to decide.") % {
            "applicant": self.applicant
        }

    @classmethod
    def sample(cls, **more: Any) -> Self:
        price = Field(key="price", kind=Kind.MONEY, label=_("Price"))
        reason = Field(key="reason", kind=Kind.LONG_TEXT, label=_("Reason"))
        answers = {"price": 180_000, "reason": _("The old one is broken.")}
        return super().sample(
            step=_("Head of department"), sheet=sheet([price, reason], answers, {}), **more
        )

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "step": self.step}


@dataclass(frozen=True, kw_only=True)
class Settled(AboutApplication):
    """A notice to the applicant of how it ended."""

    by: str
    comment: str
    stuck_at: str = ""

    @classmethod
    def of(cls, submission: Submission, *, by: str, comment: str, stuck_at: str) -> Self:
        return cls(
            paper_id=submission.paper_id,
            subject=submission.subject,
            form=submission.version.form.name,
            applicant=str(submission.paper.author),
            by=by,
            comment=comment,
            stuck_at=stuck_at,
        )

    def facts(self) -> list[Fact]:
        return [Fact(_("Form"), self.form), Fact(_("Decided by"), self.by)]

    def body(self) -> str:
        return self.comment

    def reason(self) -> str:
        return _("You have applied for this.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            by=samples.somebody_else(),
            comment=_("Please order it with the others in April."),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "decided_by": self.by}


@dataclass(frozen=True, kw_only=True)
class ApplicationApproved(Settled):
    kind = "workflow.application-approved"
    label = gettext_lazy("Your application is approved")

    def title(self) -> str:
        return _("Approved: %(subject)s") % {"subject": self.subject}


@dataclass(frozen=True, kw_only=True)
class ApplicationDenied(Settled):
    kind = "workflow.application-denied"
    label = gettext_lazy("Your application is denied")

    def title(self) -> str:
        return _("Denied: %(subject)s") % {"subject": self.subject}


@dataclass(frozen=True, kw_only=True)
class ApplicationReturned(Settled):
    kind = "workflow.application-returned"
    label = gettext_lazy("Your application is sent back to you")
    asks = True

    def title(self) -> str:
        return _("Sent back: %(subject)s") % {"subject": self.subject}

    def facts(self) -> list[Fact]:
        if not self.stuck_at:
            return [Fact(_("Form"), self.form), Fact(_("Sent back by"), self.by)]
        return [Fact(_("Form"), self.form), Fact(_("Last decided by"), self.by)]

    def body(self) -> str:
        if not self.stuck_at:
            return self.comment
        return _(
            "Nobody who would decide at “%(step)s” works here any more. "
            "Ask an administrator to mend the route, then send the application again."
        ) % {"step": self.stuck_at}


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(AboutApplication):
    kind = "workflow.application-withdrawn"
    label = gettext_lazy("An application that was before you is withdrawn")

    @classmethod
    def of(cls, submission: Submission, *, applicant: User) -> Self:
        return cls(
            paper_id=submission.paper_id,
            subject=submission.subject,
            form=submission.version.form.name,
            applicant=str(applicant),
        )

    def title(self) -> str:
        return _("Withdrawn: %(subject)s") % {"subject": self.subject}

    def facts(self) -> list[Fact]:
        return [Fact(_("Form"), self.form), Fact(_("Applicant"), self.applicant)]

    def reason(self) -> str:
        return _("This application was before you for a decision; it needs none any more.")
