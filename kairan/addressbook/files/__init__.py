"""Contacts in and out as files: CSV tables and vCards, as the world really has them."""
