"""Icons where no template names them: of doors and of menus."""

from functools import lru_cache

from django.utils.safestring import SafeString
from heroicons.templatetags import heroicons


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Return an outlined icon as the frame shows them."""
    return SafeString(heroicons.heroicon_outline(name, **{"class": "icon"}))
