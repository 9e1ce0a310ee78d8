"""Who answers for an item, for the items of a group, or for the whole inventory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kairan.people.models import Group, User
from kairan.people.picker import Selection

if TYPE_CHECKING:
    from kairan.apps.inventory.models.items import Item


class KeeperQuerySet(models.QuerySet["Keeper"]):
    def of_everything(self) -> KeeperQuerySet:
        """Inventory's administrators."""
        return self.filter(item=None, group=None)

    def held_by(self, person_id: int) -> KeeperQuerySet:
        """What a person answers for, by name or because a whole team was chosen."""
        return self.filter(Q(person=person_id) | Exists(_membership(user_id=person_id)))

    def active(self) -> KeeperQuerySet:
        """Those behind whom there is at least one person who still works here."""
        return self.filter(Q(person__is_active=True) | Exists(_membership(user__is_active=True)))

    def concerning(self, items: Iterable[Item]) -> KeeperQuerySet:
        """Everybody who may answer for one of ``items``, near or far."""
        items = list(items)
        groups = {each.group_id for each in items if each.group_id is not None}
        return self.filter(Q(item__in=items) | Q(group__in=groups) | Q(item=None, group=None))

    def selection(self) -> Selection:
        """Return who was chosen, people and whole teams apart."""
        rows: list[tuple[int | None, int | None]] = list(
            self.order_by("pk").values_list("person_id", "team_id")
        )
        return Selection(
            people=tuple(dict.fromkeys(person for person, _team in rows if person is not None)),
            groups=tuple(dict.fromkeys(team for _person, team in rows if team is not None)),
        )


class Keeper(models.Model):
    """One person, or a whole team, who answers for ``item``, else for the items of ``group``.

    Without either they are administrators of the whole inventory.
    """

    item = models.ForeignKey(
        "inventory.Item", null=True, on_delete=models.CASCADE, related_name="keepers"
    )
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")

    objects = KeeperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(team=None), name="a_keeper_is_a_person_or_a_team"
            ),
            models.CheckConstraint(
                condition=Q(item=None) | Q(group=None), name="a_keeper_has_one_charge"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.team)


def _membership(**whose: object) -> models.QuerySet[models.Model]:
    members = User.groups.through.objects
    return members.filter(group_id=OuterRef("team_id"), **whose)
