"""What every notice of the schedule knows, and what those carry that calendars read."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.schedule import differences, wording
from kairan.apps.schedule.occurrences import Pattern
from kairan.apps.schedule.samples import pattern_of_a_sample
from kairan.mail.compose.letter import Calendar
from kairan.notices import samples
from kairan.notices.notice import Fact, Notice


@dataclass(frozen=True, kw_only=True)
class AboutEvent(Notice):
    """What every notice of this app knows. ``pattern`` is the text of a Pattern."""

    group = gettext_lazy("Schedule")

    event_id: int
    subject: str
    place: str
    pattern: str
    author: str
    day: date | None = None
    """The occurrence it is about, when it is about one alone."""

    def about(self) -> str:
        return f"schedule:{self.event_id}"

    def path(self) -> str:
        page = reverse("schedule:show", args=[self.event_id])
        return f"{page}?on={self.day}" if self.day is not None else page

    def facts(self) -> list[Fact]:
        facts = [Fact(_("When"), self.when())]
        if self.place:
            facts.append(Fact(_("Place"), self.place))
        return facts

    def when(self) -> str:
        """Return when it takes place, for the reader."""
        return wording.when(Pattern.from_text(self.pattern))

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            event_id=1,
            subject=_("Budget meeting"),
            place=_("Meeting room 2"),
            pattern=pattern_of_a_sample(hour=10),
            author=samples.somebody(),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {
            "event": self.subject,
            "when": self.when(),
            "place": self.place,
        }


@dataclass(frozen=True, kw_only=True)
class CarriesCalendar(AboutEvent):
    """A notice whose mail puts the event into the reader's own calendar, or takes it out."""

    details: str = ""
    participants: tuple[str, ...] = ()
    participants_total: int = 0
    method: str
    ics: str

    def calendar(self) -> Calendar | None:
        return Calendar(self.method, self.ics.encode())

    def body(self) -> str:
        return self.details

    def facts(self) -> list[Fact]:
        names = differences.names(self.participants, self.participants_total)
        return [
            *super().facts(),
            *([Fact(_("Participants"), names)] if names else []),
            Fact(_("Registered by"), self.author),
        ]

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            details=_("Please bring the figures of your department."),
            participants=(samples.somebody(), samples.somebody_else()),
            participants_total=5,
            method="REQUEST",
            ics="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "author": self.author}
