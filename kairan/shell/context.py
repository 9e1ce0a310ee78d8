"""What the frame of every page shows: the menu, the bar, the alarms."""

import logging
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kairan.shell.feature import Alarm, Concern, Entry, Feature, Person, Place, features

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Door:
    """A feature as the frame draws it."""

    feature: Feature
    url: str
    is_current: bool
    count: int | None
    """How many things wait there; None when the feature could not say."""


def office(request: HttpRequest) -> dict[str, Any]:
    """Return the lazily made parts of the frame; a page without a frame pays nothing."""
    return {
        "menu": SimpleLazyObject(lambda: _doors(request, Place.MENU)),
        "bar": SimpleLazyObject(lambda: _doors(request, Place.BAR)),
        "personal": SimpleLazyObject(_personal),
        "administration": SimpleLazyObject(lambda: _administration(request)),
        "alarms": SimpleLazyObject(lambda: _alarms(request)),
        "concerns": SimpleLazyObject(lambda: _concerns(request)),
    }


def _person(request: HttpRequest) -> Person | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _doors(request: HttpRequest, place: Place) -> list[Door]:
    person = _person(request)
    if person is None:
        return []
    return [
        Door(
            feature,
            reverse(feature.door),
            request.path.startswith(f"/{feature.prefix}/"),
            _count(feature, person),
        )
        for feature in features()
        if feature.place is place
    ]


def _count(feature: Feature, person: Person) -> int | None:
    """Ask what waits; a feature that fails takes its number along, not every page of the office."""
    try:
        return feature.waiting_for(person)
    except Exception:
        logger.exception("%s could not say what waits", feature.label)
        return None


def _personal() -> list[Entry]:
    return [entry for feature in features() for entry in feature.personal()]


def _administration(request: HttpRequest) -> list[Entry]:
    person = _person(request)
    if person is None or not person.is_administrator:
        return []
    return [entry for feature in features() for entry in feature.administration()]


def _alarms(request: HttpRequest) -> list[Alarm]:
    person = _person(request)
    if person is None or not person.is_administrator:
        return []
    return [alarm for feature in features() for alarm in feature.alarms()]


def _concerns(request: HttpRequest) -> list[Concern]:
    person = _person(request)
    if person is None:
        return []
    return [concern for feature in features() for concern in feature.concerns(person)]
