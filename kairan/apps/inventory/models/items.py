"""Items: what is kept, who sees it, how much is on hand, and whether that is low."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from kairan.apps.inventory.models.keepers import Keeper, KeeperQuerySet
from kairan.apps.inventory.quantities import QuantityField, with_unit
from kairan.attachments.models import Attachment
from kairan.people.models import Group, User
from kairan.people.one_line import one_line
from kairan.people.words import fold, split

_ON_HAND, _LEVEL = F("on_hand"), F("warning_level")
_IS_LOW = Q(is_retired=False, warning_level__isnull=False, on_hand__lte=F("warning_level"))


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, person: User) -> ItemQuerySet:
        """Shared ones, those of one's groups, and those that one keeps."""
        if not person.is_active:
            return self.none()
        if person.is_administrator:
            return self
        own_groups = person.groups.through.objects.filter(user_id=person.pk).values("group_id")
        return self.filter(Q(is_shared=True) | Q(group__in=own_groups) | _kept_by(person.pk))

    def kept_by(self, person: User) -> ItemQuerySet:
        """Those whose stock ``person`` may move in every way, and whose details they may change.

        An item's managers, the administrators of its group, those of Inventory, and those of the
        office, who could make themselves any of these.
        """
        if not person.is_active:
            return self.none()
        return self if person.is_administrator else self.filter(_kept_by(person.pk))

    def answered_for_by(self, person_id: int) -> ItemQuerySet:
        """Those whose warnings and letters reach this person: managers first, else the next."""
        managers = _of_item().active()
        of_group = _of_group().active()
        of_everything = Keeper.objects.of_everything().active()
        administrator = User.objects.administrators().filter(pk=person_id)
        nobody_nearer = ~Exists(managers) & ~Exists(of_group)
        return self.filter(
            Exists(managers.held_by(person_id))
            | (~Exists(managers) & Exists(of_group.held_by(person_id)))
            | (nobody_nearer & Exists(of_everything.held_by(person_id)))
            | (nobody_nearer & ~Exists(of_everything) & Exists(administrator))
        )

    def in_use(self) -> ItemQuerySet:
        return self.filter(is_retired=False)

    def retired(self) -> ItemQuerySet:
        return self.filter(is_retired=True)

    def low(self) -> ItemQuerySet:
        """Those of which there is no more than their warning level."""
        return self.filter(is_low=True)

    def matching(self, query: str) -> ItemQuerySet:
        """Those whose name or code holds every word of ``query``."""
        found = self
        for word in split(query):
            found = found.filter(words__contains=word)
        return found

    def settle(self, **changes: Any) -> int:
        """Change rows and decide in the same UPDATE whether they are low now.

        What the UPDATE found stays beside what it wrote, so that whoever made it, and holds the
        row until the end of the transaction, learns what it changed. Return how many rows.

        :param changes: ``on_hand`` and ``warning_level`` as expressions (or no level: None),
            ``is_retired`` as it is.
        """
        return self.update(
            **changes, on_hand_before=F("on_hand"), was_low=F("is_low"), is_low=_low(**changes)
        )


class Item(models.Model):
    """Something of which the office keeps a stock. What is on hand changes by movements alone."""

    name = models.CharField(max_length=200, validators=[one_line])
    code = models.CharField(max_length=50, blank=True, validators=[one_line])
    unit = models.CharField(max_length=30, blank=True, validators=[one_line])
    place = models.CharField(max_length=200, blank=True, validators=[one_line])
    note = models.TextField(blank=True)
    # Not simply "without a group": an item whose group was deleted is not shown to everybody.
    is_shared = models.BooleanField(default=True)
    group = models.ForeignKey(
        Group,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_self_service = models.BooleanField(default=True)
    warning_level = QuantityField(null=True)
    on_hand = QuantityField(default=0)
    on_hand_before = QuantityField(default=0)
    is_low = models.BooleanField(default=False)
    was_low = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    files = models.ManyToManyField(Attachment, related_name="+")
    words = models.TextField(editable=False, default="")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(null=True, editable=False)
    # Counts how often its details were changed: whoever typed beside an older state is told so.
    version = models.PositiveIntegerField(default=0)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["created_by", "key"], name="one_item_of_a_form"),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="no_two_items_share_a_code"
            ),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_is_never_negative"),
            models.CheckConstraint(
                condition=Q(warning_level=None) | Q(warning_level__gte=0),
                name="no_warning_level_is_negative",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(group=None), name="an_item_is_shared_or_a_group_s"
            ),
            models.CheckConstraint(
                condition=Q(is_low=True) & _IS_LOW | Q(is_low=False) & ~_IS_LOW,
                name="an_item_is_low_when_it_is",
            ),
        ]
        indexes = [
            models.Index(fields=["is_retired", "name", "id"], name="item_by_name"),
            models.Index(fields=["name", "id"], condition=Q(is_low=True), name="item_low"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, and by which words it is found."""
        self.words = f"{fold(self.name)} {fold(self.code)}".strip()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("inventory:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"inventory:{self.pk}"

    @property
    def stock(self) -> str:
        """What is on hand, as people write it."""
        return with_unit(self.on_hand, self.unit)

    @property
    def level(self) -> str:
        """The warning level as people write it; nothing where there is none."""
        return "" if self.warning_level is None else with_unit(self.warning_level, self.unit)

    @property
    def has_become_low(self) -> bool:
        """Whether the latest UPDATE made it low."""
        return self.is_low and not self.was_low

    @property
    def has_come_back(self) -> bool:
        """Whether the latest UPDATE ended that it was low."""
        return self.was_low and not self.is_low


def _low(
    *,
    on_hand: Any = _ON_HAND,
    warning_level: Any = _LEVEL,
    is_retired: bool | None = None,
) -> Case | Value:
    """Return the expression that says whether a row is low once these are its values."""
    if is_retired or warning_level is None:
        return Value(value=False)
    kept = Q() if is_retired is False else Q(is_retired=False)
    reached = kept & Q(LessThanOrEqual(on_hand, warning_level))
    return Case(
        When(reached, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def _of_item() -> KeeperQuerySet:
    return Keeper.objects.filter(item=OuterRef("pk"))


def _of_group() -> KeeperQuerySet:
    return Keeper.objects.filter(item=None, group=OuterRef("group_id"))


def _kept_by(person_id: int) -> Q:
    return (
        Q(Exists(_of_item().held_by(person_id)))
        | Q(Exists(_of_group().held_by(person_id)))
        | Q(Exists(Keeper.objects.of_everything().held_by(person_id)))
    )
