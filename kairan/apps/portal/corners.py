"""What the features have to say on the top page; one that cannot say it leaves the others alone."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from kairan.apps.portal.day import Entry, Line, Task, entries, lines_of, tasks
from kairan.shell.context import Door
from kairan.shell.feature import Feature, Person, Waiting, features

T = TypeVar("T")
logger = logging.getLogger(__name__)
MOST_WAITING = 5
MOST_TASKS = 12


@dataclass(frozen=True)
class Corner:
    """What waits for somebody in one feature."""

    door: Door
    lines: Sequence[Line]
    more: int
    """How many wait besides those that the feature named."""
    is_silent: bool
    """Whether the feature could not say what waits."""


@dataclass(frozen=True)
class Day:
    """What happens on one day, what is to be done by its end, and who could not say it."""

    entries: Sequence[Entry]
    tasks: Sequence[Task]
    silent: Sequence[Feature]

    @property
    def more_tasks(self) -> int:
        """How many tasks there are besides those shown."""
        return max(0, len(self.tasks) - MOST_TASKS)

    @property
    def next_tasks(self) -> Sequence[Task]:
        """The tasks shown: the most overdue, then the next."""
        return self.tasks[:MOST_TASKS]


def corners(
    doors: Iterable[Door], person: Person, moment: datetime, *, told: Collection[str] = ()
) -> list[Corner]:
    """Return a corner for each feature in which something waits for ``person`` at ``moment``.

    :param told: addresses of what stands elsewhere on the page; it is not said twice.
    """
    asked = (_corner(door, person, moment, told) for door in doors if door.count != 0)
    return [corner for corner in asked if corner is not None]


def day_of(person: Person, day: date, moment: datetime) -> Day:
    """Return the ``day`` of ``person``, in the active time zone, as one sees it at ``moment``."""
    silent: list[Feature] = []
    appointments = _of_all(lambda each: each.agenda(person, day), silent)
    due = _of_all(lambda each: each.due(person, day), silent)
    return Day(entries(appointments, day, moment), tasks(due, day, moment), silent)


def _corner(door: Door, person: Person, moment: datetime, told: Collection[str]) -> Corner | None:
    waiting = _asked(door.feature, lambda each: each.waiting(person, MOST_WAITING))
    is_silent = waiting is None or door.count is None
    new = [each for each in waiting or () if each.url not in told]
    if waiting and not new and not is_silent:
        return None
    return Corner(door, lines_of(new, moment), more=_more(door, waiting), is_silent=is_silent)


def _more(door: Door, waiting: Sequence[Waiting] | None) -> int:
    return max(0, (door.count or 0) - len(waiting or ()))


def _of_all(question: Callable[[Feature], Iterable[T]], silent: list[Feature]) -> list[T]:
    """Ask every feature; those that cannot answer are added to ``silent``."""
    found: list[T] = []
    for feature in features():
        answer = _asked(feature, question)
        if answer is not None:
            found += answer
        elif feature not in silent:
            silent.append(feature)
    return found


def _asked(feature: Feature, question: Callable[[Feature], Iterable[T]]) -> Sequence[T] | None:
    try:
        return list(question(feature))
    except Exception:
        logger.exception("%s could not answer the top page", feature.label)
        return None
