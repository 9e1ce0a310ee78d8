"""What the schedule has to tell. Wording only: who is told is decided in ``announcing``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kairan.apps.schedule import wording
from kairan.apps.schedule.occurrences import Pattern
from kairan.apps.schedule.samples import pattern_of_a_sample
from kairan.delivery.models import WhenUncertain
from kairan.mail.compose.letter import Calendar
from kairan.notices import samples
from kairan.notices.notice import Fact, Notice

if TYPE_CHECKING:
    from kairan.apps.schedule.models import Event
    from kairan.apps.schedule.occurrences import Times

MOST_DETAILS = 300


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
        names = _names(self.participants, self.participants_total)
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


@dataclass(frozen=True, kw_only=True)
class EventRegistered(CarriesCalendar):
    kind = "schedule.registered"
    label = gettext_lazy("An event in which you take part is registered")

    def title(self) -> str:
        return _("%(title)s: %(when)s") % {"title": self.subject, "when": self.when()}

    def reason(self) -> str:
        return _("%(author)s registered this event, and you take part in it.") % {
            "author": self.author
        }


@dataclass(frozen=True, kw_only=True)
class EventChanged(CarriesCalendar):
    kind = "schedule.changed"
    label = gettext_lazy("An event in which you take part is changed")

    old_subject: str
    old_place: str
    old_pattern: str
    old_details: str
    joined: tuple[str, ...] = ()
    joined_total: int = 0
    gone: tuple[str, ...] = ()
    gone_total: int = 0

    def title(self) -> str:
        return _("Changed: %(title)s") % {"title": self.subject}

    def facts(self) -> list[Fact]:
        """Return what changed, from what to what, and below it how all stands now."""
        old_when = wording.when(Pattern.from_text(self.old_pattern))
        compared = [
            (_("New title"), self.old_subject, self.subject),
            (_("New time"), old_when, self.when()),
            (_("New place"), self.old_place, self.place),
            (_("New details"), _short(self.old_details), _short(self.details)),
        ]
        changed = [Fact(label, _turned(old, new)) for label, old, new in compared if old != new]
        if self.joined:
            changed.append(Fact(_("New participants"), _names(self.joined, self.joined_total)))
        if self.gone:
            changed.append(Fact(_("No longer take part"), _names(self.gone, self.gone_total)))
        return [*changed, *super().facts()]

    def reason(self) -> str:
        return _("You take part in this event, and it was changed.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            old_subject=_("Budget meeting"),
            old_place=_("Meeting room 1"),
            old_pattern=pattern_of_a_sample(hour=9),
            old_details="",
            joined=(samples.somebody_else(),),
            joined_total=1,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class EventCancelled(CarriesCalendar):
    kind = "schedule.cancelled"
    label = gettext_lazy("An event in which you take part is cancelled")

    def title(self) -> str:
        return _("Cancelled: %(title)s, %(when)s") % {"title": self.subject, "when": self.when()}

    def reason(self) -> str:
        return _("You took part in this event. It does not take place.")


@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(CarriesCalendar):
    kind = "schedule.removed"
    label = gettext_lazy("You are taken out of an event")

    def title(self) -> str:
        return _("You no longer take part: %(title)s") % {"title": self.subject}

    def reason(self) -> str:
        return _("You took part in this event. It takes place without you.")


@dataclass(frozen=True, kw_only=True)
class ParticipantLeft(AboutEvent):
    kind = "schedule.left"
    label = gettext_lazy("Somebody leaves an event that you registered")

    person: str

    def title(self) -> str:
        return _("%(person)s no longer takes part: %(title)s") % {
            "person": self.person,
            "title": self.subject,
        }

    def reason(self) -> str:
        return _("You registered this event.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(person=samples.somebody_else(), **more)

    def placeholders(self) -> dict[str, str]:
        return {**super().placeholders(), "person": self.person}


@dataclass(frozen=True, kw_only=True)
class EventReminder(AboutEvent):
    kind = "schedule.reminder"
    label = gettext_lazy("An event in which you take part begins soon")
    when_uncertain = WhenUncertain.RESEND

    useful_for: timedelta
    """From the due moment until shortly after the beginning."""

    @classmethod
    def of(cls, event: Event, times: Times, lead: timedelta) -> Self:
        """Return the reminder of one occurrence, due ``lead`` before it begins."""
        return cls(
            event_id=event.pk,
            subject=event.title,
            place=event.place,
            pattern=event.pattern.alone(times.day).to_text(),
            author="",
            day=times.day if event.repeats else None,
            useful_for=lead + STILL_USEFUL,
        )

    @property
    def expires_after(self) -> timedelta:  # type: ignore[override]
        """How long delivery tries: a reminder serves until shortly after the beginning."""
        return self.useful_for

    def title(self) -> str:
        return _("Reminder: %(title)s, %(when)s") % {"title": self.subject, "when": self.when()}

    def reason(self) -> str:
        return _("You take part in this event and asked to be reminded of it.")

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(useful_for=timedelta(hours=1), **more)


STILL_USEFUL = timedelta(minutes=15)


def _turned(old: str, new: str) -> str:
    nothing = _("(nothing)")
    return _("%(old)s → %(new)s") % {"old": old or nothing, "new": new or nothing}


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_DETAILS else f"{flat[: MOST_DETAILS - 1]}…"


def _names(names: tuple[str, ...], total: int) -> str:
    said = pgettext("between names", ", ").join(names)
    more = total - len(names)
    if more <= 0:
        return said
    others = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
    return others % {"names": said, "count": more}
