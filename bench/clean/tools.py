"""What cleans: ours, and each peer with its defaults and set so that it keeps as much as it can."""

from collections.abc import Callable

import lxml_html_clean
import nh3
from lxml.html import defs

from kairan.mail.clean_html import clean

_SEEN = {
    *("style", "class", "id", "align", "valign", "bgcolor", "width", "height", "border", "color"),
    *("face", "size", "cellpadding", "cellspacing", "background", "dir", "lang", "title"),
}
_NH3 = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS | {"font", "style", "section"},
    clean_content_tags={"script"},
    attributes={**nh3.ALLOWED_ATTRIBUTES, "*": _SEEN},
)
_LXML = lxml_html_clean.Cleaner()
_LXML_BEST = lxml_html_clean.Cleaner(
    style=False, inline_style=False, safe_attrs=defs.safe_attrs | _SEEN
)

TOOLS: dict[str, Callable[[str], str]] = {
    "kairan": lambda html: clean(html).html,
    "nh3, defaults": nh3.clean,
    "nh3, all styling allowed": _NH3.clean,
    "lxml_html_clean, defaults": lambda html: str(_LXML.clean_html(html)),
    "lxml_html_clean, all styling allowed": lambda html: str(_LXML_BEST.clean_html(html)),
}
"""By the name of its row. With all styling allowed the peers let a letter fetch what it likes."""
