"""What the schedule has to tell. Wording only: who is told is decided in ``announcing``."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.schedule import differences, wording
from kairan.apps.schedule.about_events import AboutEvent, CarriesCalendar
from kairan.apps.schedule.occurrences import Pattern
from kairan.apps.schedule.samples import pattern_of_a_sample
from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import Fact, Notice

if TYPE_CHECKING:
    from kairan.apps.schedule.models import Event
    from kairan.apps.schedule.occurrences import Times

QUIET = timedelta(minutes=2)
"""Edits of an event within so long of the first are told as one."""


@dataclass(frozen=True, kw_only=True)
class EventRegistered(CarriesCalendar):
    kind = "schedule.registered"
    label = gettext_lazy("An event in which you take part is registered")
    supersedes = frozenset({"schedule.removed"})

    def after(self, earlier: Notice) -> Notice | None:
        """Return what differs from what ``earlier`` took the reader out of, for they stay in."""
        if not isinstance(earlier, ParticipantRemoved):
            return self
        return EventChanged.between(
            self,
            old_subject=earlier.subject,
            old_place=earlier.place,
            old_pattern=earlier.pattern,
            old_details=earlier.known_details,
        )

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
    quiet_for = QUIET
    supersedes = frozenset({"schedule.registered", "schedule.changed"})

    old_subject: str
    old_place: str
    old_pattern: str
    old_details: str
    came: differences.People = ()
    went: differences.People = ()

    @classmethod
    def between(cls, now: CarriesCalendar, **more: Any) -> Self | None:
        """Return what turned into what ``now`` says; None when it says the same."""
        shared = {each.name: getattr(now, each.name) for each in fields(CarriesCalendar)}
        changed = cls(**shared, **more)
        return changed if changed.says_something else None

    @property
    def says_something(self) -> bool:
        """Whether anything is different from what it was."""
        was = (self.old_subject, self.old_place, self.old_pattern, self.old_details)
        is_now = (self.subject, self.place, self.pattern, self.details)
        return was != is_now or bool(self.came or self.went)

    def after(self, earlier: Notice) -> Notice | None:
        """Return the whole way from what stood before ``earlier``; an invitation says it all."""
        if isinstance(earlier, EventRegistered):
            shared = {each.name: getattr(self, each.name) for each in fields(EventRegistered)}
            return EventRegistered(**shared)
        if not isinstance(earlier, EventChanged):
            return self
        return EventChanged.between(
            self,
            old_subject=earlier.old_subject,
            old_place=earlier.old_place,
            old_pattern=earlier.old_pattern,
            old_details=earlier.old_details,
            came=differences.less(earlier.came, self.went)
            + differences.less(self.came, earlier.went),
            went=differences.less(earlier.went, self.came)
            + differences.less(self.went, earlier.came),
        )

    def title(self) -> str:
        return _("Changed: %(title)s") % {"title": self.subject}

    def facts(self) -> list[Fact]:
        """Return what changed, from what to what, and below it how all stands now."""
        old_when = wording.when(Pattern.from_text(self.old_pattern))
        compared = [
            (_("New title"), self.old_subject, self.subject),
            (_("New time"), old_when, self.when()),
            (_("New place"), self.old_place, self.place),
            (
                _("New details"),
                differences.short(self.old_details),
                differences.short(self.details),
            ),
        ]
        changed = [
            Fact(label, differences.turned(old, new)) for label, old, new in compared if old != new
        ]
        if self.came:
            changed.append(Fact(_("New participants"), differences.named(self.came)))
        if self.went:
            changed.append(Fact(_("No longer take part"), differences.named(self.went)))
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
            came=((1, samples.somebody_else()),),
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class EventCancelled(CarriesCalendar):
    kind = "schedule.cancelled"
    label = gettext_lazy("An event in which you take part is cancelled")
    supersedes = frozenset({"schedule.registered", "schedule.changed"})

    def makes_stale(self, earlier: Notice) -> bool:
        """Return False where one occurrence alone is cancelled: the rest is news still."""
        return self.day is None and super().makes_stale(earlier)

    def after(self, earlier: Notice) -> Notice | None:
        """Return that what the reader knows is off; nothing, where they know of nothing."""
        return _as_known(self, earlier)

    def title(self) -> str:
        return _("Cancelled: %(title)s, %(when)s") % {"title": self.subject, "when": self.when()}

    def reason(self) -> str:
        return _("You took part in this event. It does not take place.")


@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(CarriesCalendar):
    kind = "schedule.removed"
    label = gettext_lazy("You are taken out of an event")
    quiet_for = QUIET
    supersedes = frozenset({"schedule.registered", "schedule.changed"})

    known_details: str = ""
    """What the details said while the reader took part; the mail does not repeat them."""

    def after(self, earlier: Notice) -> Notice | None:
        """Return that they are out of what they know of; nothing, where they know of nothing."""
        return _as_known(self, earlier)

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
    crosses_quiet_hours = True

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


def _as_known(end: CarriesCalendar, earlier: Notice) -> CarriesCalendar | None:
    """Return ``end`` of the event as it was before ``earlier``, of which its reader never heard."""
    if isinstance(earlier, EventChanged):
        return replace(
            end,
            subject=earlier.old_subject,
            place=earlier.old_place,
            pattern=earlier.old_pattern,
        )
    return None if isinstance(earlier, EventRegistered) else end
