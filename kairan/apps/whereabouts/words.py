"""A name that administrators keep in English and in Japanese, in the language of whoever reads."""

from django.utils.translation import get_language


def in_own_language(english: str, japanese: str) -> str:
    """Return the name for the active language, or the other one where that is missing."""
    if (get_language() or "").startswith("ja"):
        return japanese or english
    return english or japanese
