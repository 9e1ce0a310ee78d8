"""Who administers Inventory: as a whole, and for the items of each group."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kairan.apps.inventory.administrators import administers_everything
from kairan.apps.inventory.operations.keepers import entrust
from kairan.people.models import Group, User
from kairan.people.picker import Selection


@transaction.atomic
def entrust_everything(chosen: Selection, *, by: User) -> None:
    """Make exactly ``chosen`` the administrators of the whole inventory."""
    _only_administrators(by)
    entrust(chosen)


@transaction.atomic
def entrust_group(group: Group, chosen: Selection, *, by: User) -> None:
    """Make exactly ``chosen`` the administrators of the items of ``group``."""
    _only_administrators(by)
    entrust(chosen, group=group)


def _only_administrators(by: User) -> None:
    if not administers_everything(by):
        raise PermissionDenied
