"""What the frame of every page shows: the menu, the bar, the alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kairan.shell.asking import as_many
from kairan.shell.feature import Alarm, Concern, Entry, Feature, Person, Place, features
from kairan.shell.icons import icon
from kairan.shell.moulds import cast
from kairan.shell.waiting import Waiting, waiting_for


@dataclass(frozen=True)
class Door:
    """A feature as the frame draws it."""

    feature: Feature
    url: str
    is_current: bool
    count: int | None
    """How many things wait there; None when the feature could not say."""

    @property
    def many(self) -> str:
        """The count as it is shown, "999+" for more than that; "" for none."""
        return as_many(self.count) if self.count else ""

    @property
    def counted(self) -> SafeString:
        """The count as the menu shows it."""
        return cast("shell/_count.html", "door", [self]) if self.count else SafeString()

    @property
    def here(self) -> SafeString:
        """What marks the link to the feature that one is in."""
        return SafeString(' aria-current="page"' if self.is_current else "")

    @property
    def picture(self) -> SafeString:
        """Its icon."""
        return icon(self.feature.icon)


class _Frame:
    """The parts of the frame of one page, each made when it is needed."""

    def __init__(self, request: HttpRequest) -> None:
        self._path = request.path
        user = getattr(request, "user", None)
        self._person: Person | None = user if user is not None and user.is_authenticated else None

    @cached_property
    def _waiting(self) -> Waiting:
        return waiting_for(self._person) if self._person else Waiting({}, ())

    def doors(self, place: Place) -> list[Door]:
        """Return the doors that stand at ``place``; none for strangers."""
        if self._person is None:
            return []
        return [
            Door(
                each,
                _url(each.door),
                self._path.startswith(f"/{each.prefix}/"),
                self._waiting.counts[each.label],
            )
            for each in features()
            if each.place is place
        ]

    def personal(self) -> Sequence[Entry]:
        """Return what anybody settles for themselves."""
        return _personal(get_language())

    def administration(self) -> Sequence[Entry]:
        """Return what administrators settle; nothing for others."""
        return _administration(get_language()) if self._is_administrator else ()

    def alarms(self) -> list[Alarm]:
        """Return what stops the office from working, for administrators."""
        if not self._is_administrator:
            return []
        return [alarm for each in self._restless() for alarm in each.alarms()]

    def concerns(self) -> list[Concern]:
        """Return what this person should know."""
        if self._person is None:
            return []
        return [concern for each in self._restless() for concern in each.concerns(self._person)]

    def _restless(self) -> list[Feature]:
        return [each for each in features() if each.label in self._waiting.restless]

    @property
    def _is_administrator(self) -> bool:
        return self._person is not None and self._person.is_administrator


def office(request: HttpRequest) -> dict[str, Any]:
    """Return the lazily made parts of the frame; a page without a frame pays nothing."""
    frame = SimpleLazyObject(lambda: _Frame(request))
    return {
        "menu": SimpleLazyObject(lambda: frame.doors(Place.MENU)),
        "bar": SimpleLazyObject(lambda: frame.doors(Place.BAR)),
        "personal": SimpleLazyObject(lambda: frame.personal()),
        "administration": SimpleLazyObject(lambda: frame.administration()),
        "alarms": SimpleLazyObject(lambda: frame.alarms()),
        "concerns": SimpleLazyObject(lambda: frame.concerns()),
    }


_url = lru_cache(maxsize=64)(reverse)


@lru_cache(maxsize=8)
def _personal(_language: str | None) -> Sequence[Entry]:
    return [entry for each in features() for entry in each.personal()]


@lru_cache(maxsize=8)
def _administration(_language: str | None) -> Sequence[Entry]:
    return [entry for each in features() for entry in each.administration()]
