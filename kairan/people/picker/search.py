"""Finds the people and groups that a word may mean, never more than fit under a field."""

from dataclasses import dataclass

from kairan.people.models import Address, Group, User
from kairan.people.picker.values import group_value, person_value
from kairan.people.words import fold, split

MOST_PEOPLE = 20
MOST_GROUPS = 5


@dataclass(frozen=True)
class Found:
    """One line under the search field, or one chosen entry."""

    value: str
    name: str
    detail: str
    size: int = 1
    is_group: bool = False


def of_person(person: User) -> Found:
    """Return how a person is shown: the name, and what tells namesakes apart."""
    detail = " · ".join(part for part in (person.login_id, person.department) if part)
    return Found(person_value(person.pk), str(person), detail)


def of_group(group: Group, size: int) -> Found:
    """Return how a group is shown: its name, and how many are in it."""
    return Found(group_value(group.pk), group.name, "", size, is_group=True)


def search(query: str) -> list[Found]:
    """Return groups, then people, whom ``query`` may mean, likeliest first; three queries."""
    if not split(query):
        return []
    people = User.objects.active().matching(query, among=Address.objects.public())
    return [*groups_matching(query), *map(of_person, people.nearest_first(query)[:MOST_PEOPLE])]


def groups_matching(query: str) -> list[Found]:
    """Return the groups whose names contain every word of ``query``.

    Names are folded here because a database compares case only in its own alphabet; an office has
    a few hundred groups at most.
    """
    words = split(query)
    names = Group.objects.values_list("pk", "name")
    ids = [pk for pk, name in names if all(word in fold(name) for word in words)][:MOST_GROUPS]
    if not ids:
        return []
    return [of_group(group, group.size) for group in Group.objects.filter(pk__in=ids).with_size()]
