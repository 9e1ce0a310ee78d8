"""Who answers for an item: its managers, else its group's administrators, and so on, never nobody.

Whoever does not work here any more answers for nothing, so the next in line does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from kairan.apps.inventory.models import Item, Keeper
from kairan.people.models import User
from kairan.people.picker.selection import active_among


class Role(StrEnum):
    """As what somebody answers for an item."""

    MANAGER = "manager"
    OF_GROUP = "group"
    OF_INVENTORY = "inventory"
    OF_OFFICE = "office"


@dataclass(frozen=True)
class Responsible:
    """The ids of those who answer for an item, and as what; empty only where nobody is left."""

    role: Role
    people: frozenset[int]


def responsible_for(
    items: Collection[Item], *, besides: User | None = None
) -> dict[int, Responsible]:
    """Return who answers for each of ``items``, by its id; six queries at most.

    ``besides`` writes to the others: where they answer for an item alone, the next in line does.
    """
    charges = _charges(items)
    left_out = {besides.pk} if besides is not None else set()
    office: frozenset[int] | None = None
    found = {}
    for item in items:
        nearest = _nearest(item, charges, left_out)
        if nearest is None:
            if office is None:
                office = frozenset(User.objects.administrators().values_list("pk", flat=True))
            nearest = Responsible(Role.OF_OFFICE, office - left_out)
        found[item.pk] = nearest
    return found


Charge = tuple[int | None, int | None]
EVERYTHING: Charge = (None, None)
Row = tuple[int | None, int | None, int | None, int | None]


def _nearest(item: Item, charges: dict[Charge, set[int]], left_out: set[int]) -> Responsible | None:
    line: list[tuple[Role, Charge]] = [(Role.MANAGER, (item.pk, None))]
    if item.group_id is not None:
        line.append((Role.OF_GROUP, (None, item.group_id)))
    line.append((Role.OF_INVENTORY, EVERYTHING))
    for role, charge in line:
        if people := charges.get(charge, set()) - left_out:
            return Responsible(role, frozenset(people))
    return None


def _charges(items: Iterable[Item]) -> dict[Charge, set[int]]:
    """Return the active people behind each charge that concerns ``items``."""
    rows: list[Row] = list(
        Keeper.objects.concerning(items).values_list("item_id", "group_id", "person_id", "team_id")
    )
    active = active_among(person for *_charge, person, _team in rows if person is not None)
    teams = _members({team for *_rest, team in rows if team is not None})
    found: dict[Charge, set[int]] = defaultdict(set)
    for item_id, group_id, person, team in rows:
        found[item_id, group_id] |= active & {person} if team is None else teams[team]
    return found


def _members(teams: Collection[int]) -> dict[int, set[int]]:
    members: dict[int, set[int]] = defaultdict(set)
    if teams:
        rows = User.groups.through.objects.filter(group__in=teams, user__is_active=True)
        for group_id, user_id in rows.values_list("group_id", "user_id"):
            members[group_id].add(user_id)
    return members
