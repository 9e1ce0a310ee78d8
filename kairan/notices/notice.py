"""What is worth telling: a frozen value that an app defines and that is worded later, per person.

Defining a subclass of :class:`Notice` is registering it. Its fields hold plain values only, so it
can be worded in another process, in another language, after its subject was edited or deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, ClassVar, Self, get_type_hints

from django.utils.functional import Promise

from kairan.delivery.models import WhenUncertain
from kairan.mail.compose.letter import Calendar
from kairan.notices import payload
from kairan.notices.planning import Traits

TOKEN = "-token-of-the-reader-"  # noqa: S105
"""Stands in the path of an :class:`Action`; each reader's mail carries their own secret there."""

_registry: dict[str, type[Notice]] = {}


class UnknownKind(LookupError):
    """No installed app defines a notice of this kind; the message is the kind."""


@dataclass(frozen=True)
class Fact:
    """One line of the small table in a mail: what it is, what it says."""

    label: str
    value: str


@dataclass(frozen=True)
class Action:
    """A button in the mail; ``path`` may contain :data:`TOKEN` to work without signing in."""

    label: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Subclass in ``<app>/notices.py``, as ``@dataclass(frozen=True, kw_only=True)``.

    Fields may be str, int, float, bool, Decimal, date, time, datetime, timedelta, enums of strings
    or numbers, tuples of these, and any of them or None. The methods are called in the language
    and time zone of the reader.
    """

    kind: ClassVar[str]
    """``app.thing-done``; preferences and links refer to it, so it is never renamed."""
    label: ClassVar[str | Promise]
    """The line on the preferences page, such as "A circular is sent to you"."""
    group: ClassVar[str | Promise]
    """The title of the app: the heading there, and the [bracket] before the mail's subject."""
    expires_after: ClassVar[timedelta] = timedelta(days=3)
    """How long delivery keeps trying before the mail is of no use."""
    when_uncertain: ClassVar[WhenUncertain] = WhenUncertain.ASK
    """RESEND where a miss is worse than a double: an approval, a reminder."""
    quiet_for: ClassVar[timedelta] = timedelta(0)
    """How long the first of several edits waits for the others, to be told with them as one."""
    supersedes: ClassVar[Collection[str]] = ()
    """Kinds of which what is unsent about the same record is stale once this is announced."""
    crosses_quiet_hours: ClassVar[bool] = False
    """Crosses quiet hours, days off and pauses: reminders of one's own."""
    joins_daily_mail: ClassVar[bool] = False
    """Is the occasion of a daily mail: what waits for that goes with it, as one mail."""
    asks: ClassVar[bool] = False
    """The reader is asked for something: an answer, a decision, a task."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        kind = cls.__dict__.get("kind")
        if kind is None:
            return
        known = _registry.setdefault(kind, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{known.__qualname__} is already the notice of kind {kind!r}.")

    @classmethod
    def traits(cls) -> Traits:
        """Return what decides when this kind is mailed, besides what people choose."""
        return Traits(
            crosses_quiet_hours=cls.crosses_quiet_hours, joins_daily_mail=cls.joins_daily_mail
        )

    def title(self) -> str:
        """Return the one line that says what happened; the subject of the mail."""
        raise NotImplementedError

    def path(self) -> str:
        """Return the path of the record, which the bell and the mail lead to."""
        raise NotImplementedError

    def about(self) -> str:
        """Return the stable name of the record, such as ``circulation:12``."""
        raise NotImplementedError

    def facts(self) -> list[Fact]:
        """Return what stands in the small table of the mail."""
        return []

    def body(self) -> str:
        """Return the long text of the mail, plain, or nothing."""
        return ""

    def actions(self) -> list[Action]:
        """Return the buttons of the mail besides the one that opens the record."""
        return []

    def calendar(self) -> Calendar | None:
        """Return the iCalendar object that the mail carries for calendars, if any (RFC 6047)."""
        return None

    def enclosed(self) -> Sequence[int]:
        """Return the numbers of the attachments that travel with the mail, in their order."""
        return ()

    def answer_by_mail(self) -> str:
        """Return the sentence that says what an answer by mail does; nothing: it takes none.

        Whoever has one takes the answer in ``Feature.take_reply``.
        """
        return ""

    def reason(self) -> str:
        """Return why this reaches the reader, for the footer; nothing means: by preference."""
        return ""

    def placeholders(self) -> dict[str, str]:
        """Return what an administrator's own words may name, as ``{name}``, and what it says.

        Names are lower case ASCII letters and ``_``. Where one says nothing, the standard words
        are used.
        """
        return {}

    @classmethod
    def sample(cls, **more: Any) -> Self:
        """Return an example in the active language, for previews and tests.

        Every class adds its own fields and hands ``more``, those of its subclasses, upwards.
        """
        return cls(**more)

    def makes_stale(self, earlier: Notice) -> bool:
        """Return whether ``earlier``, about the same record and unsent, is told with this one."""
        return earlier.kind in self.supersedes

    def after(self, earlier: Notice) -> Notice | None:
        """Return the one notice that is told in place of ``earlier``, made stale, and of this.

        None where the two say nothing together: what was changed has been changed back.
        """
        del earlier
        return self

    def payload(self) -> dict[str, payload.Json]:
        """Return the fields as JSON values."""
        return {each.name: payload.encode(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_payload(cls, values: dict[str, Any]) -> Self:
        """Return the notice that :meth:`payload` described; a field it lacks takes its default.

        Raises TypeError or ValueError when ``values`` cannot be this notice.
        """
        hints = get_type_hints(cls)
        known = {each.name for each in fields(cls)}
        return cls(
            **{
                name: payload.decode(value, hints[name])
                for name, value in values.items()
                if name in known
            }
        )


def notice_of(kind: str) -> type[Notice]:
    """Return the class of ``kind``; raise :class:`UnknownKind` when no app defines it."""
    try:
        return _registry[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def kinds() -> list[type[Notice]]:
    """Return every notice that is defined, by group and label."""
    return sorted(
        _registry.values(), key=lambda each: (str(each.group), str(each.label), each.kind)
    )
