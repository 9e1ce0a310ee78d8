"""What people do with the inventory. Each verb is one transaction and announces its own news."""

from kairan.apps.inventory.operations.administration import entrust_everything, entrust_group
from kairan.apps.inventory.operations.imports import Entry, import_items
from kairan.apps.inventory.operations.items import Details, add_item, change_item, reinstate, retire
from kairan.apps.inventory.operations.messages import Letter, write_to_administrators
from kairan.apps.inventory.operations.stock import Move, move

__all__ = [
    "Details",
    "Entry",
    "Letter",
    "Move",
    "add_item",
    "change_item",
    "entrust_everything",
    "entrust_group",
    "import_items",
    "move",
    "reinstate",
    "retire",
    "write_to_administrators",
]
