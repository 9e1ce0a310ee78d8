"""A notice of its own for these tests: a parade that people are told of."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kairan.delivery.models import WhenUncertain
from kairan.mail.compose.letter import Calendar
from kairan.notices.notice import TOKEN, Action, Fact, Notice


@dataclass(frozen=True, kw_only=True)
class ParadePlanned(Notice):
    kind = "parade.planned"
    label = gettext_lazy("A parade is planned")
    group = "Parade"
    when_uncertain = WhenUncertain.RESEND

    parade_id: int = 7
    subject: str = "Lanterns"
    held_on: date | None = date(2030, 5, 17)
    text: str = ""
    files: tuple[int, ...] = ()
    ics: str = ""
    breaks: bool = False

    def about(self):
        return f"parade:{self.parade_id}"

    def title(self):
        if self.breaks:
            raise KeyError("no such words")
        return f"Planned: {self.subject}"

    def path(self):
        return f"{reverse('notices:index')}#parade-{self.parade_id}"

    def facts(self):
        held = [Fact("Held on", date_format(self.held_on))] if self.held_on else []
        return [*held, Fact("Subject", self.subject)]

    def body(self):
        return self.text

    def actions(self):
        return [Action("Join", f"/parade/{TOKEN}/")]

    def calendar(self):
        return Calendar("REQUEST", self.ics.encode()) if self.ics else None

    def enclosed(self):
        return self.files

    def placeholders(self):
        return {
            "subject": self.subject,
            "held_on": date_format(self.held_on) if self.held_on else "",
        }


@dataclass(frozen=True, kw_only=True)
class ParadeMoved(Notice):
    kind = "parade.moved"
    label = gettext_lazy("A parade is moved")
    group = "Parade"
    quiet_for = timedelta(minutes=2)
    supersedes = frozenset({"parade.moved"})

    parade_id: int = 7
    old: int
    new: int

    def about(self):
        return f"parade:{self.parade_id}"

    def title(self):
        return f"Moved: {self.old} → {self.new}"

    def path(self):
        return f"{reverse('notices:index')}#parade-{self.parade_id}"

    def after(self, earlier):
        moved = replace(self, old=earlier.old)
        return moved if moved.old != moved.new else None


@dataclass(frozen=True, kw_only=True)
class ParadeCalledOff(ParadePlanned):
    kind = "parade.called-off"
    label = gettext_lazy("A parade is called off")
