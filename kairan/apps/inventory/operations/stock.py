"""Stock comes and goes: one line in the ledger for each change of what is on hand."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.apps.inventory.models import Item, Movement
from kairan.apps.inventory.operations.warnings import tell_what_was_crossed
from kairan.apps.inventory.quantities import (
    LEAST,
    MOST,
    QuantityField,
    is_quantity,
    shown,
    with_unit,
)
from kairan.apps.inventory.rights import may_move
from kairan.people.models import User
from kairan.shell.refusals import Refused

Kind = Movement.Kind
_SIGNS = {Kind.RECEIVE: 1, Kind.ISSUE: -1, Kind.RETURN: 1}


@dataclass(frozen=True, kw_only=True)
class Move:
    """What somebody enters: how much comes or goes, or for ADJUST how much was counted."""

    kind: str
    quantity: Decimal
    person: User | None = None
    why: str = ""
    key: UUID | None = None


def move(item: Item, entered: Move, *, by: User) -> Movement:
    """Change what is on hand of ``item`` and write the line; warn where that crosses its level.

    What comes with one ``key`` is one movement, however often its form was sent. Raise Refused
    when less is on hand than is to go, PermissionDenied when ``by`` may not do this.
    """
    try:
        with transaction.atomic():
            return _move(item, entered, by=by)
    except IntegrityError:
        known = _known(entered, by)
        if known is None:
            raise
        return known


def _move(item: Item, entered: Move, *, by: User) -> Movement:
    if known := _known(entered, by):
        return known
    keeps = Item.objects.kept_by(by).filter(pk=item.pk).exists()
    _refuse(item, entered, by=by, keeps=keeps)
    _change(item, entered)
    item.refresh_from_db()
    if entered.kind == Kind.RETURN and not keeps:
        _refuse_more_than_was_taken(item, entered, by=by)
    movement = Movement.objects.create(
        item=item,
        kind=entered.kind,
        change=item.on_hand - item.on_hand_before,
        balance=item.on_hand,
        by=by,
        person=entered.person,
        why=entered.why,
        at=now(),
        key=entered.key,
    )
    tell_what_was_crossed(item)
    return movement


def _known(entered: Move, by: User) -> Movement | None:
    if entered.key is None:
        return None
    return Movement.objects.filter(by=by, key=entered.key).first()


def _refuse(item: Item, entered: Move, *, by: User, keeps: bool) -> None:
    least = Decimal(0) if entered.kind == Kind.ADJUST else LEAST
    if not is_quantity(entered.quantity, least=least):
        raise Refused(
            _("Enter a quantity between %(least)s and %(most)s, with three places at most.")
            % {"least": shown(least), "most": shown(MOST)}
        )
    if not may_move(
        entered.kind,
        keeps=keeps,
        is_self_service=item.is_self_service,
        is_for_self=entered.person == by,
    ):
        raise PermissionDenied


def _change(item: Item, entered: Move) -> None:
    """Make the one UPDATE: it changes what is on hand only where that is possible."""
    quantity = Value(entered.quantity, output_field=QuantityField())
    rows = Item.objects.in_use().filter(pk=item.pk)
    if entered.kind == Kind.ADJUST:
        changed = rows.settle(on_hand=quantity)
    elif _SIGNS[Kind(entered.kind)] > 0:
        room = rows.filter(on_hand__lte=MOST - entered.quantity)
        changed = room.settle(on_hand=F("on_hand") + quantity)
    else:
        enough = rows.filter(on_hand__gte=entered.quantity)
        changed = enough.settle(on_hand=F("on_hand") - quantity)
    if not changed:
        item.refresh_from_db()
        raise Refused(_why_not(item, entered))


def _why_not(item: Item, entered: Move) -> str:
    if item.is_retired:
        return _("This item is retired. Take it into use again before you move its stock.")
    said = {
        "on_hand": with_unit(item.on_hand, item.unit),
        "quantity": with_unit(entered.quantity, item.unit),
    }
    if entered.kind != Kind.ISSUE:
        return _("%(quantity)s cannot be added to %(on_hand)s: that is too much to count.") % said
    if not item.on_hand:
        return _("%(quantity)s cannot be issued: nothing is on hand.") % said
    return _("%(quantity)s cannot be issued: only %(on_hand)s on hand.") % said


def _refuse_more_than_was_taken(item: Item, entered: Move, *, by: User) -> None:
    """The item's row is locked: two returns at once see one another."""
    held = Movement.objects.filter(item=item).held_by(by)
    if entered.quantity > held:
        raise Refused(
            _("You can return %(held)s at most: that is what you have taken and still have.")
            % {"held": with_unit(max(held, Decimal(0)), item.unit)}
        )
