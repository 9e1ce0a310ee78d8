"""Says what an event was and what it is now, and who came and went, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

MOST_DETAILS = 300
MOST_NAMES = 20
People = tuple[tuple[int, str], ...]
"""Ids and names; of a crowd the first :data:`MOST_NAMES` have one."""


def less(people: People, others: People) -> People:
    """Return ``people`` without ``others``."""
    ids = {pk for pk, _name in others}
    return tuple(each for each in people if each[0] not in ids)


def named(people: People) -> str:
    """Return the first names, and how many more there are."""
    return names(tuple(name for _pk, name in people if name)[:MOST_NAMES], len(people))


def turned(old: str, new: str) -> str:
    """Return "old → new", in words also where one is empty."""
    nothing = _("(nothing)")
    return _("%(old)s → %(new)s") % {"old": old or nothing, "new": new or nothing}


def short(text: str) -> str:
    """Return the beginning of ``text`` on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_DETAILS else f"{flat[: MOST_DETAILS - 1]}…"


def names(known: tuple[str, ...], total: int) -> str:
    """Return names, and how many there are beyond them in ``total``."""
    said = pgettext("between names", ", ").join(known)
    more = total - len(known)
    if more <= 0:
        return said
    others = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
    return others % {"names": said, "count": more}
