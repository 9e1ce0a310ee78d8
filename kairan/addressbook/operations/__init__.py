"""What people do with address books."""

from kairan.addressbook.operations.books import (
    Named,
    change_book,
    delete_book,
    make_book,
    own_book,
)
from kairan.addressbook.operations.contacts import (
    Gone,
    Overtaken,
    add_contact,
    change_contact,
    merge_into,
    merged,
    same_address,
)
from kairan.addressbook.operations.groups import (
    delete_group,
    join,
    leave,
    make_group,
    name_group,
)
from kairan.addressbook.operations.many import copy_to, delete_contacts, move_to, write_all

__all__ = [
    "Gone",
    "Named",
    "Overtaken",
    "add_contact",
    "change_book",
    "change_contact",
    "copy_to",
    "delete_book",
    "delete_contacts",
    "delete_group",
    "join",
    "leave",
    "make_book",
    "make_group",
    "merge_into",
    "merged",
    "move_to",
    "name_group",
    "own_book",
    "same_address",
    "write_all",
]
