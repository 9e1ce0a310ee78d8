"""What Inventory has to tell. Wording only: who is told is decided in ``operations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kairan.apps.inventory.quantities import with_unit
from kairan.apps.inventory.responsible import Role
from kairan.delivery.models import WhenUncertain
from kairan.notices import samples
from kairan.notices.notice import Fact, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kairan.apps.inventory.models import Item, Message


@dataclass(frozen=True, kw_only=True)
class OfInventory(Notice):
    """What every notice of this app knows."""

    group = gettext_lazy("Inventory")


@dataclass(frozen=True, kw_only=True)
class AboutStock(OfInventory):
    """How much of an item there was at the moment that the notice speaks of."""

    expires_after = timedelta(days=7)
    when_uncertain = WhenUncertain.RESEND

    item_id: int
    name: str
    code: str
    unit: str
    place: str
    keeper_group: str
    role: Role
    on_hand: Decimal
    warning_level: Decimal

    @classmethod
    def of(cls, item: Item, *, role: Role) -> Self:
        """Return the notice of what is on hand of ``item`` now, to those who are ``role``."""
        return cls(
            item_id=item.pk,
            name=item.name,
            code=item.code,
            unit=item.unit,
            place=item.place,
            keeper_group=str(item.group or ""),
            role=role,
            on_hand=item.on_hand,
            warning_level=item.warning_level or Decimal(0),
        )

    def about(self) -> str:
        return f"inventory:{self.item_id}"

    def path(self) -> str:
        return reverse("inventory:show", args=[self.item_id])

    def facts(self) -> list[Fact]:
        facts = [
            Fact(_("On hand"), with_unit(self.on_hand, self.unit)),
            Fact(_("Warning level"), with_unit(self.warning_level, self.unit)),
        ]
        optional = [(_("Code"), self.code), (pgettext("inventory", "Place"), self.place)]
        return facts + [Fact(label, value) for label, value in optional if value]

    def reason(self) -> str:
        if self.role == Role.MANAGER:
            return _("You get this mail because you manage this item.")
        if self.role == Role.OF_GROUP:
            return _(
                "You get this mail because you are an Inventory administrator of %(group)s, "
                "and the item has no manager at present."
            ) % {"group": self.keeper_group}
        if self.role == Role.OF_INVENTORY:
            return _(
                "You get this mail because you are an administrator of Inventory, "
                "and nobody nearer answers for the item at present."
            )
        return _(
            "You get this mail because you are an administrator of the office, "
            "and nobody answers for the item in Inventory at present."
        )

    @classmethod
    def sample(cls, **more: Any) -> Self:
        standard: dict[str, Any] = {
            "item_id": 1,
            "name": _("Copy paper A4"),
            "code": "P-104",
            "unit": _("boxes"),
            "place": _("Cupboard on the second floor"),
            "keeper_group": "",
            "role": Role.MANAGER,
            "on_hand": Decimal(3),
            "warning_level": Decimal(5),
        }
        return super().sample(**standard | more)

    def placeholders(self) -> dict[str, str]:
        return {
            "item": self.name,
            "code": self.code,
            "on_hand": with_unit(self.on_hand, self.unit),
            "warning_level": with_unit(self.warning_level, self.unit),
            "place": self.place,
        }


@dataclass(frozen=True, kw_only=True)
class StockRunLow(AboutStock):
    kind = "inventory.stock-low"
    label = gettext_lazy("An item that you answer for runs low")

    def title(self) -> str:
        return _("Low: %(name)s, %(quantity)s on hand") % {
            "name": self.name,
            "quantity": with_unit(self.on_hand, self.unit),
        }


@dataclass(frozen=True, kw_only=True)
class StockRefilled(AboutStock):
    kind = "inventory.stock-back"
    label = gettext_lazy("There is enough again of an item that you answer for")

    def title(self) -> str:
        return _("Enough again: %(name)s, %(quantity)s on hand") % {
            "name": self.name,
            "quantity": with_unit(self.on_hand, self.unit),
        }

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(on_hand=Decimal(20), **more)


@dataclass(frozen=True, kw_only=True)
class MessageSent(OfInventory):
    """What somebody wrote about items, to those who answer for exactly these."""

    kind = "inventory.message"
    label = gettext_lazy("Somebody writes to you about an item that you answer for")
    asks = True

    message_id: int
    subject: str
    text: str
    writer: str
    items: tuple[str, ...]

    @classmethod
    def of(cls, message: Message, *, items: Sequence[Item]) -> Self:
        """Return the notice of ``message`` as it concerns ``items``."""
        return cls(
            message_id=message.pk,
            subject=message.subject,
            text=message.text,
            writer=str(message.writer),
            items=tuple(with_code(each) for each in items),
        )

    def about(self) -> str:
        return f"inventory:message:{self.message_id}"

    def path(self) -> str:
        return reverse("inventory:message", args=[self.message_id])

    def title(self) -> str:
        return self.subject

    def facts(self) -> list[Fact]:
        return [
            Fact(_("From"), self.writer),
            Fact(pgettext("inventory", "About"), ", ".join(self.items)),
        ]

    def body(self) -> str:
        return self.text

    def reason(self) -> str:
        return _("%(writer)s wrote this to those who answer for the item in Inventory.") % {
            "writer": self.writer
        }

    @classmethod
    def sample(cls, **more: Any) -> Self:
        return super().sample(
            message_id=1,
            subject=_("The green folders are used up"),
            text=_("Could you order fifty more, please?"),
            writer=samples.somebody(),
            items=(_("Green folders"),),
            **more,
        )

    def placeholders(self) -> dict[str, str]:
        return {
            "subject": self.subject,
            "writer": self.writer,
            "items": ", ".join(self.items),
        }


def with_code(item: Item) -> str:
    """Return the name of ``item``, with its code where it has one."""
    return f"{item.name} ({item.code})" if item.code else item.name
