"""Who was chosen: people one by one, and groups as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kairan.people.models import User

MANY = 900


@dataclass(frozen=True)
class Selection:
    """Ids of people and of groups. A whole group stays one value, however many are in it."""

    people: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()

    @classmethod
    def of(cls, people: Iterable[User]) -> Selection:
        """Return the selection of exactly these people."""
        return cls(people=tuple(person.pk for person in people))

    def ids(self) -> list[int]:
        """Return the ids of all active people chosen, sorted, none twice, in two queries."""
        return sorted(self._of_groups() | active_among(self.people))

    def count(self) -> int:
        """Return how many active people are chosen."""
        return len(self.ids())

    def __bool__(self) -> bool:
        return bool(self.people or self.groups)

    def _of_groups(self) -> set[int]:
        if not self.groups:
            return set()
        members = User.objects.active().filter(groups__in=self.groups)
        return set(members.order_by().values_list("pk", flat=True))


def active_among(ids: Iterable[int]) -> set[int]:
    """Return those of ``ids`` that belong to people who still work here, in one query at most."""
    wanted = set(ids)
    if not wanted:
        return set()
    active = User.objects.active().order_by().values_list("pk", flat=True)
    if len(wanted) < MANY:
        return set(active.filter(pk__in=wanted))
    return wanted.intersection(active)  # Databases limit how many values one query may carry.
