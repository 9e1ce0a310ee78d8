"""The columns of a stock list, and by which headings they are known."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.people.words import fold

HEADINGS = {
    "code": _("Code"),
    "name": pgettext_lazy("inventory", "Name"),
    "on_hand": _("On hand"),
    "unit": _("Unit"),
    "warning_level": _("Warning level"),
    "is_low": pgettext_lazy("inventory", "Low"),
    "place": pgettext_lazy("inventory", "Place"),
    "managed_by": _("Managing group"),
    "note": pgettext_lazy("inventory", "Note"),
}
SHARED = _("Shared")


def column_named(heading: str) -> str | None:
    """Return the column that ``heading`` means in any language of the office."""
    return _in_every_language(HEADINGS).get(fold(heading))


def means_shared(cell: str) -> bool:
    """Whether ``cell`` says, in any language of the office, that an item is shared."""
    return fold(cell) in _in_every_language({"shared": SHARED})


def _in_every_language(words: Mapping[str, object]) -> dict[str, str]:
    """Return what stands for each word, folded as people may type it."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {fold(str(word)): meaning for meaning, word in words.items()}
    return found | {fold(meaning): meaning for meaning in words}
