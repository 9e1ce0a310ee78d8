"""Books, the contacts in them, and their addresses."""

from kairan.addressbook.models.books import Book
from kairan.addressbook.models.contacts import Contact, ContactAddress

__all__ = ["Book", "Contact", "ContactAddress"]
