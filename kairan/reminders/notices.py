"""What reminders have to tell: one that rings, and what a day brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import TOKEN, Action, Fact, Notice
from kairan.reminders.repeats import Repeat
from kairan.reminders.wording import due_words, span_words
from kairan.shell.feature import Appointment, Due

if TYPE_CHECKING:
    from kairan.reminders.models import Reminder

MOST = 50


@dataclass(frozen=True, kw_only=True)
class ReminderRung(Notice):
    kind = "reminders.reminder"
    label = gettext_lazy("A reminder that you set rings")
    group = gettext_lazy("Reminder")
    when_uncertain = WhenUncertain.RESEND
    crosses_quiet_hours = True

    reminder_id: int
    text: str
    note: str
    at: datetime
    repeat: str

    @classmethod
    def of(cls, reminder: Reminder) -> Self:
        return cls(
            reminder_id=reminder.pk,
            text=reminder.text,
            note=reminder.note,
            at=reminder.at,
            repeat=reminder.repeat,
        )

    def about(self) -> str:
        return f"reminders:{self.reminder_id}"

    def path(self) -> str:
        return reverse("reminders:show", args=[self.reminder_id])

    def title(self) -> str:
        return self.text

    def facts(self) -> list[Fact]:
        moment = Fact(_("When"), self._when)
        if self.repeat == Repeat.NEVER:
            return [moment]
        return [moment, Fact(_("Repeat"), str(Repeat(self.repeat).label))]

    def body(self) -> str:
        return self.note

    def actions(self) -> list[Action]:
        return [
            Action(_("Done"), reverse("reminders:answer", args=["done", TOKEN])),
            Action(_("Remind me later"), reverse("reminders:answer", args=["later", TOKEN])),
        ]

    def reason(self) -> str:
        return _("You asked to be reminded of this.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            reminder_id=1,
            text=_("Water the plants"),
            note=_("The orchid needs little."),
            at=samples.moment(ahead=0, hour=16),
            repeat=Repeat.WEEKLY.value,
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {"reminder": self.text, "when": self._when}

    @property
    def _when(self) -> str:
        return date_format(localtime(self.at), "DATETIME_FORMAT")


@dataclass(frozen=True, kw_only=True)
class DayBegun(Notice):
    """What is due on a day and what happens; lines are titles, paths, moments, details."""

    kind = "reminders.daily"
    label = gettext_lazy("Every day: what is due and what happens")
    group = gettext_lazy("Reminder")
    expires_after = timedelta(hours=12)
    when_uncertain = WhenUncertain.RESEND
    joins_daily_mail = True

    day: date
    due: tuple[tuple[str, str, date | None, datetime | None, bool], ...]
    events: tuple[tuple[str, str, datetime | None, datetime | None, str], ...]
    has_more: bool = False

    @classmethod
    def of(cls, day: date, *, due: Sequence[Due], events: Sequence[Appointment]) -> Self:
        return cls(
            day=day,
            due=tuple(_due_line(each) for each in due[:MOST]),
            events=tuple(
                (each.title, each.url, each.starts_at, each.ends_at, each.place)
                for each in events[:MOST]
            ),
            has_more=max(len(due), len(events)) > MOST,
        )

    def about(self) -> str:
        return f"reminders:day-{self.day.isoformat()}"

    def path(self) -> str:
        return reverse("front")

    def title(self) -> str:
        words = []
        if self.due:
            words.append(
                ngettext("%(count)d thing to do", "%(count)d things to do", len(self.due))
                % {"count": len(self.due)}
            )
        if self.events:
            words.append(
                ngettext("%(count)d appointment", "%(count)d appointments", len(self.events))
                % {"count": len(self.events)}
            )
        return _("%(day)s: %(what)s") % {
            "day": date_format(self.day, "SHORT_DATE_FORMAT"),
            "what": _(", ").join(words),
        }

    def body(self) -> str:
        overdue = [
            _listed(title, due_words(moment or day or self.day), url)
            for title, url, day, moment, is_overdue in self.due
            if is_overdue
        ]
        due = [
            _listed(title, due_words(moment or day or self.day), url)
            for title, url, day, moment, is_overdue in self.due
            if not is_overdue
        ]
        events = [
            _listed(title, span_words(begin, end, day=self.day), url, place)
            for title, url, begin, end, place in self.events
        ]
        parts = [
            *_section(_("Appointments"), events),
            *_section(_("To do today"), due),
            *_section(_("Overdue"), overdue),
        ]
        if self.has_more:
            parts.append(_("There is more: the office shows all of it."))
        return "\n\n".join(parts)

    def reason(self) -> str:
        return _("You get this mail on the days and at the hour that you chose under Reminder.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        today, here = samples.day(ahead=0), reverse("front")
        meeting = _("Budget meeting")
        begins, ends = (samples.moment(ahead=0, hour=hour) for hour in (10, 11))
        return super().sample(
            day=today,
            due=(
                (_("Order name plates"), here, None, samples.moment(ahead=0, hour=17), False),
                (_("Return the projector"), here, samples.day(ahead=-1), None, True),
            ),
            events=((meeting, here, begins, ends, _("Meeting room 2")),),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {"day": date_format(self.day, "SHORT_DATE_FORMAT")}


def _due_line(due: Due) -> tuple[str, str, date | None, datetime | None, bool]:
    moment = due.due if isinstance(due.due, datetime) else None
    day = None if moment is not None else due.due
    return due.title, due.url, day, moment, due.is_overdue


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    listed = "\n".join(lines)
    return [f"{heading}\n{listed}"] if listed else []


def _listed(title: str, when: str, url: str, place: str = "") -> str:
    details = f"{when}, {place}" if place else when
    return f"- {title} ({details})\n  {settings.URL}{url}"
