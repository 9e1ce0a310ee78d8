"""What Inventory remembers: items, who answers for them, what moved, what was written."""

from kairan.apps.inventory.models.items import Item, ItemQuerySet
from kairan.apps.inventory.models.keepers import Keeper
from kairan.apps.inventory.models.messages import Message
from kairan.apps.inventory.models.movements import Movement

__all__ = ["Item", "ItemQuerySet", "Keeper", "Message", "Movement"]
