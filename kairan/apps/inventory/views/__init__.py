"""The doors of Inventory: lists, items, their stock, messages, administration."""
