"""How a person is called: given name first, or family name first where that is the custom."""

from typing import Protocol

FAMILY_NAME_FIRST = {"ja"}


class Named(Protocol):
    """Whatever carries the parts of a person's name."""

    login_id: str
    first_name: str
    middle_name: str
    last_name: str
    language: str


def full_name(person: Named) -> str:
    """Return the whole name in the order of the person's own language, never empty."""
    parts = [person.first_name, person.middle_name, person.last_name]
    if person.language in FAMILY_NAME_FIRST:
        parts = [person.last_name, person.first_name, person.middle_name]
    return " ".join(part for part in parts if part) or person.login_id
