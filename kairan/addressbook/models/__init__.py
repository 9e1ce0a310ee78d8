"""Books, the contacts in them, their addresses, and groups of them."""

from kairan.addressbook.models.books import Book
from kairan.addressbook.models.contacts import Contact, ContactAddress
from kairan.addressbook.models.groups import ContactGroup

__all__ = ["Book", "Contact", "ContactAddress", "ContactGroup"]
