"""Items come into the inventory, change, and leave it; their ledger stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from kairan.apps.inventory.administrators import administers_everything, groups_administered_by
from kairan.apps.inventory.models import Item, Movement
from kairan.apps.inventory.operations.keepers import entrust
from kairan.apps.inventory.operations.stock import Move, move
from kairan.apps.inventory.operations.warnings import tell_successors, tell_what_was_crossed
from kairan.apps.inventory.quantities import QuantityField
from kairan.apps.inventory.responsible import responsible_for
from kairan.attachments.models import Attachment
from kairan.attachments.operations import attach, forget
from kairan.notices.operations import withdraw
from kairan.people.models import Group, User
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused

_TYPED = ("name", "code", "unit", "place", "note", "is_shared", "group", "is_self_service")


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is said of an item. Neither shared nor of a group: its keepers alone see it."""

    name: str
    code: str = ""
    unit: str = ""
    place: str = ""
    note: str = ""
    is_shared: bool = True
    group: Group | None = None
    managers: Selection = field(default_factory=Selection)
    is_self_service: bool = True
    warning_level: Decimal | None = None
    attached: Sequence["UploadedFile[Any]"] = ()
    without: Sequence[Attachment] = ()


def add_item(
    details: Details, *, by: User, on_hand: Decimal = Decimal(0), key: UUID | None = None
) -> Item:
    """Take an item into the inventory, with what was counted of it.

    What comes with one ``key`` is one item, however often its form was sent.
    """
    try:
        with transaction.atomic():
            return _known(key, by) or _add(details, by=by, on_hand=on_hand, key=key)
    except IntegrityError:
        known = _known(key, by)
        if known is None:
            raise
        return known


def _known(key: UUID | None, by: User) -> Item | None:
    return Item.objects.filter(created_by=by, key=key).first() if key is not None else None


def _add(details: Details, *, by: User, on_hand: Decimal, key: UUID | None) -> Item:
    _refuse_place(details, by=by)
    item = Item(created_by=by, key=key)
    _write(item, details, by=by)
    if on_hand:
        # Without a level yet: the warning speaks of what was counted, not of the empty shelf.
        move(item, Move(kind=Movement.Kind.ADJUST, quantity=on_hand), by=by)
    _set_level(item, details.warning_level)
    tell_what_was_crossed(item)
    return item


@transaction.atomic
def change_item(item: Item, details: Details, *, by: User, version: int | None = None) -> None:
    """Say something else of an item; whoever answers for it from now on hears if it is low.

    Raise Refused where it is not in ``version`` any more: somebody else was faster.
    """
    if not Item.objects.kept_by(by).filter(pk=item.pk).exists():
        raise PermissionDenied
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if version not in {None, item.version}:
        raise Refused(
            _(
                "Somebody else has changed this item meanwhile. What you typed is still here: "
                "look at the item in another window, then keep yours if it still holds."
            )
        )
    item.version += 1
    if (item.is_shared, item.group) != (details.is_shared, details.group):
        _refuse_place(details, by=by)
    before = responsible_for([item])[item.pk].people
    _write(item, details, by=by)
    _set_level(item, details.warning_level)
    tell_what_was_crossed(item)
    tell_successors(item, before=before)


@transaction.atomic
def retire(item: Item, *, by: User) -> None:
    """Take an item out of use: nothing moves, nobody is warned, its ledger stays readable."""
    _only_keepers(item, by)
    if not Item.objects.in_use().filter(pk=item.pk).settle(is_retired=True):
        raise Refused(_("This item is retired already."))
    withdraw(about=item.about)


@transaction.atomic
def reinstate(item: Item, *, by: User) -> None:
    """Take a retired item into use again; it may be low from the start."""
    _only_keepers(item, by)
    if not Item.objects.retired().filter(pk=item.pk).settle(is_retired=False):
        raise Refused(_("This item is in use already."))
    item.refresh_from_db()
    tell_what_was_crossed(item)


def _write(item: Item, details: Details, *, by: User) -> None:
    for name in _TYPED:
        setattr(item, name, getattr(details, name))
    try:
        with transaction.atomic():
            item.save(update_fields=[*_TYPED, "words", "version"] if item.pk else None)
    except IntegrityError as error:
        if not Item.objects.filter(code=item.code).exclude(pk=item.pk).exists():
            raise
        raise Refused(_("There is an item with this code already. Choose another.")) from error
    entrust(details.managers, item=item)
    if details.without:
        forget(details.without)
    if details.attached:
        item.files.add(*(attach(file, by=by) for file in details.attached))


def _set_level(item: Item, level: Decimal | None) -> None:
    value = None if level is None else Value(level, output_field=QuantityField())
    Item.objects.filter(pk=item.pk).settle(warning_level=value)
    item.refresh_from_db()


def _refuse_place(details: Details, *, by: User) -> None:
    """Only who administers a group puts items there; shared ones are for Inventory's own."""
    if details.group is None:
        allowed = administers_everything(by)
    else:
        allowed = groups_administered_by(by).filter(pk=details.group.pk).exists()
    if not allowed:
        raise PermissionDenied


def _only_keepers(item: Item, by: User) -> None:
    if not Item.objects.kept_by(by).filter(pk=item.pk).exists():
        raise PermissionDenied
