"""Writes down who answers for an item, a group's items, or the whole inventory."""

from kairan.apps.inventory.models import Item, Keeper
from kairan.people.models import Group
from kairan.people.picker import Selection


def entrust(chosen: Selection, *, item: Item | None = None, group: Group | None = None) -> None:
    """Let exactly ``chosen`` answer for ``item``, for the items of ``group``, or for everything."""
    Keeper.objects.filter(item=item, group=group).delete()
    Keeper.objects.bulk_create(
        [
            *(Keeper(item=item, group=group, person_id=pk) for pk in chosen.people),
            *(Keeper(item=item, group=group, team_id=pk) for pk in chosen.groups),
        ]
    )
