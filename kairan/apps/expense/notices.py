"""What Expense has to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kairan.apps.expense import money
from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import TOKEN, Action, Fact, Notice

if TYPE_CHECKING:
    from kairan.apps.expense.models import Report


@dataclass(frozen=True, kw_only=True)
class AboutReport(Notice):
    """What every notice of this app knows: which report, whose, how much, and who acted."""

    group = gettext_lazy("Expense")

    report_id: int
    named: str
    claimant: str
    currency: str
    total: int
    lines: int
    first_on: date
    last_on: date
    by: str
    text: str

    def about(self) -> str:
        return f"expense:{self.report_id}"

    def path(self) -> str:
        return reverse("expense:show", args=[self.report_id])

    def facts(self) -> list[Fact]:
        facts = [
            Fact(_("Total"), self.money),
            Fact(_("Period"), period(self.first_on, self.last_on)),
            Fact(pgettext("expense", "Lines"), str(self.lines)),
            Fact(pgettext("expense", "Report"), f"{pgettext('expense', 'No.')} {self.report_id}"),
        ]
        return facts if not self.named else [*facts, Fact(pgettext("expense", "Title"), self.named)]

    def body(self) -> str:
        return self.text

    @property
    def money(self) -> str:
        """The total as people read it."""
        return money.write(self.total, self.currency)

    @property
    def subject(self) -> str:
        """What the report is called; without a title, by its number."""
        return self.named or _("Expense report %(number)s") % {"number": self.report_id}

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            report_id=1,
            named=_("Trip to Osaka"),
            claimant=samples.somebody(),
            currency="JPY",
            total=24_800,
            lines=3,
            first_on=samples.day(ahead=-9),
            last_on=samples.day(ahead=-7),
            by=samples.somebody_else(),
            text=_("The hotel was the cheapest near the fair."),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {
            "report": self.subject,
            "claimant": self.claimant,
            "total": self.money,
            "period": period(self.first_on, self.last_on),
        }


@dataclass(frozen=True, kw_only=True)
class ReportClaimed(AboutReport):
    kind = "expense.report-claimed"
    label = gettext_lazy("An expense report waits for your decision")
    asks = True
    when_uncertain = WhenUncertain.RESEND
    expires_after = timedelta(days=5)

    table: int | None

    @classmethod
    def of(cls, report: Report) -> Self:
        known = _known(report, by=report.claimant, text=report.comment)
        return cls(**known, table=report.table_id)

    def title(self) -> str:
        named = {"claimant": self.claimant, "total": self.money, "report": self.subject}
        return _("%(claimant)s claims %(total)s: %(report)s") % named

    def facts(self) -> list[Fact]:
        return [Fact(pgettext("expense", "From"), self.claimant), *super().facts()]

    def actions(self) -> list[Action]:
        return [
            Action(
                pgettext("expense", "Decide"), reverse("expense:answer", args=[self.kind, TOKEN])
            )
        ]

    def enclosed(self) -> Sequence[int]:
        return () if self.table is None else (self.table,)

    def reason(self) -> str:
        return _("%(claimant)s chose you as approval user; the report is attached as a table.") % {
            "claimant": self.claimant
        }

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(table=None, **more)


@dataclass(frozen=True, kw_only=True)
class ReportDecided(AboutReport):
    """A notice to the claimant about what somebody decided."""

    @classmethod
    def of(cls, report: Report) -> Self:
        return cls(**_known(report, by=report.decided_by, text=report.reason))

    def facts(self) -> list[Fact]:
        return [Fact(pgettext("expense", "Decided by"), self.by), *super().facts()]

    def reason(self) -> str:
        return _("You claimed this expense report.")

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "decided_by": self.by}


@dataclass(frozen=True, kw_only=True)
class ReportApproved(ReportDecided):
    kind = "expense.report-approved"
    label = gettext_lazy("Your expense report is approved")

    def title(self) -> str:
        return _("Approved: %(report)s, %(total)s") % {"report": self.subject, "total": self.money}


@dataclass(frozen=True, kw_only=True)
class ReportReturned(ReportDecided):
    kind = "expense.report-returned"
    label = gettext_lazy("Your expense report is returned to you")
    asks = True

    def title(self) -> str:
        return _("Returned: %(report)s, %(total)s") % {"report": self.subject, "total": self.money}

    def reason(self) -> str:
        return _("You claimed this expense report. Mend its lines and claim them again.")


@dataclass(frozen=True, kw_only=True)
class ReportDenied(ReportDecided):
    kind = "expense.report-denied"
    label = gettext_lazy("Your expense report is denied")

    def title(self) -> str:
        return _("Denied: %(report)s, %(total)s") % {"report": self.subject, "total": self.money}


@dataclass(frozen=True, kw_only=True)
class ReportPaid(AboutReport):
    kind = "expense.report-paid"
    label = gettext_lazy("Your expense report is paid")

    paid_on: date | None

    @classmethod
    def of(cls, report: Report) -> Self:
        return cls(**_known(report, by=report.paid_by, text=""), paid_on=report.paid_on)

    def title(self) -> str:
        return _("Paid: %(report)s, %(total)s") % {"report": self.subject, "total": self.money}

    def facts(self) -> list[Fact]:
        facts = super().facts()
        if self.paid_on is not None:
            facts.insert(0, Fact(_("Paid on"), date_format(self.paid_on, "DATE_FORMAT")))
        return facts

    def reason(self) -> str:
        return _("You claimed this expense report.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(paid_on=samples.day(ahead=0), **more)


def _known(report: Report, *, by: object, text: str) -> dict[str, Any]:
    return {
        "report_id": report.pk,
        "named": report.title,
        "claimant": str(report.claimant),
        "currency": report.currency,
        "total": report.total,
        "lines": report.lines_total,
        "first_on": report.first_on,
        "last_on": report.last_on,
        "by": str(by),
        "text": text,
    }


def period(first_on: date, last_on: date) -> str:
    """Return the days between two, or the one day that both are, as people read it."""
    first, last = (date_format(day, "DATE_FORMAT") for day in (first_on, last_on))
    if first_on == last_on:
        return first
    return _("%(first)s – %(last)s") % {"first": first, "last": last}
