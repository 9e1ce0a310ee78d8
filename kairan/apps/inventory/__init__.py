"""Inventory: what the office keeps, how much of it is left, and whom to ask for it."""
