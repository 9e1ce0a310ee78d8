"""Lets every app furnish the demo company: weeks of data, and a few things that happen now.

An app says what it has in ``<app>/demo.py``: ``past(people, now)`` makes what happened in the last
weeks, of which no mail travels any more; ``today(people, now)`` what people are told of now. People
come by login ID.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from kairan.notices.models import Announcement
from kairan.people.models import User
from kairan.shell.feature import features


class Furnisher(Protocol):
    """A module ``demo`` of an app."""

    def past(self, people: Mapping[str, User], now: datetime) -> None: ...

    def today(self, people: Mapping[str, User], now: datetime) -> None: ...


def furnish(people: Mapping[str, User], now: datetime) -> None:
    """Let every installed app bring what it has; ``now`` is aware."""
    found = _furnishers()
    for each in found:
        each.past(people, now)
    Announcement.objects.filter(due_at__lte=timezone.now()).delete()
    for each in found:
        each.today(people, now)


def _furnishers() -> list[Furnisher]:
    return [
        cast("Furnisher", import_module(f"{feature.name}.demo"))
        for feature in features()
        if module_has_submodule(feature.module, "demo")
    ]
