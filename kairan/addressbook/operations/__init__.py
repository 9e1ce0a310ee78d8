"""What people do with address books."""

from kairan.addressbook.operations.books import (
    Named,
    change_book,
    delete_book,
    make_book,
    own_book,
)
from kairan.addressbook.operations.contacts import (
    add_contact,
    change_contact,
    merge_into,
    merged,
    same_address,
)
from kairan.addressbook.operations.many import copy_to, delete_contacts, move_to, write_all

__all__ = [
    "Named",
    "add_contact",
    "change_book",
    "change_contact",
    "copy_to",
    "delete_book",
    "delete_contacts",
    "make_book",
    "merge_into",
    "merged",
    "move_to",
    "own_book",
    "same_address",
    "write_all",
]
