"""Who may add items and say who else answers for them."""

from django.db.models import QuerySet

from kairan.apps.inventory.models import Keeper
from kairan.people.models import Group, User


def administers_everything(person: User) -> bool:
    """Whether ``person`` is an administrator of Inventory, or of the office."""
    if not person.is_active:
        return False
    return person.is_administrator or Keeper.objects.of_everything().held_by(person.pk).exists()


def groups_administered_by(person: User) -> QuerySet[Group]:
    """Return the groups whose items ``person`` may add and hand on to others."""
    if administers_everything(person):
        return Group.objects.all()
    charges = Keeper.objects.filter(item=None, group__isnull=False).held_by(person.pk)
    return Group.objects.filter(pk__in=charges.values("group_id"))


def may_add(person: User) -> bool:
    """Whether there is a place where ``person`` may add an item."""
    return administers_everything(person) or groups_administered_by(person).exists()
