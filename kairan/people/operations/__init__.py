"""What people do with the office, its people and its groups. Each verb is one transaction."""

from kairan.people.operations.groups import (
    create_group,
    delete_group,
    join,
    leave,
    rename_group,
)
from kairan.people.operations.members import deactivate, edit, hire, reactivate, set_password
from kairan.people.operations.office import found, rename_company

__all__ = [
    "create_group",
    "deactivate",
    "delete_group",
    "edit",
    "found",
    "hire",
    "join",
    "leave",
    "reactivate",
    "rename_company",
    "rename_group",
    "set_password",
]
