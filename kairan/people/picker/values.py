"""How a chosen person or group is written in a form: ``person:12``, ``group:3``."""

from collections.abc import Iterable

from kairan.people.picker.selection import Selection

PERSON = "person"
GROUP = "group"


def person_value(pk: int) -> str:
    """Return what a form sends for a person."""
    return f"{PERSON}:{pk}"


def group_value(pk: int) -> str:
    """Return what a form sends for a whole group."""
    return f"{GROUP}:{pk}"


def read(values: Iterable[str]) -> Selection:
    """Return the selection that a form sent; what is no such value is left out."""
    found: dict[str, dict[int, None]] = {PERSON: {}, GROUP: {}}
    for value in values:
        kind, _colon, number = value.partition(":")
        if kind in found and number.isascii() and number.isdigit() and len(number) < 19:
            found[kind][int(number)] = None
    return Selection(people=tuple(found[PERSON]), groups=tuple(found[GROUP]))
