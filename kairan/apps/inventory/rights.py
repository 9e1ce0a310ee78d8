"""Who may move stock, and how: pure rules, without a database."""

from kairan.apps.inventory.models import Movement

OF_PEOPLE = (Movement.Kind.ISSUE, Movement.Kind.RETURN)


def may_move(kind: str, *, keeps: bool, is_self_service: bool, is_for_self: bool) -> bool:
    """Return whether somebody who sees an item may make a movement of ``kind``.

    Whoever keeps it may make every movement. Everybody else takes for themselves, and brings back
    what they took, unless the item is handed out by its keepers alone.
    """
    return keeps or (is_self_service and is_for_self and kind in OF_PEOPLE)
