"""Letters with formatting: cleaned on the way in, dressed on the way out, and made of a text.

What is kept of a letter is the inside of its body: styles stand in the elements, pictures are named
by Content-ID, nothing has a class or an id, and nothing is fetched from anywhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

import css_inline
import nh3

from kairan.mail.clean_html import clean, text_to_html
from kairan.mail.clean_html.elements import ATTRIBUTES, GENERAL, TAGS

LONGEST = 1_000_000
"""Characters of HTML that a letter may have."""
_MOST_STYLE = 1_000_000
"""Declarations times elements: what moves styles into elements costs as much."""
_DEEPEST = 8
Cid = Callable[[str], str | None]

_SHEET = re.compile(r"<style>.*?</style>", re.DOTALL)
# There are as many of them as one likes, each of which is looked for among all others.
_ENDLESS_NAMES = re.compile(r"mso-[a-z-]+:[^;}]*;?")
_INLINER = css_inline.CSSInliner(inline_style_tags=False, load_remote_stylesheets=False)
_NAMELESS = nh3.Cleaner(
    tags=set(TAGS),
    attributes={
        "*": set(GENERAL - {"class", "id"}),
        **{name: set(given) for name, given in ATTRIBUTES.items() if name not in {"a", "body"}},
        "a": {"href"},
    },
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel", "data", "cid"},
)
_BARE = re.compile(r"<div>(.*)</div>", re.DOTALL)
_PICTURE_OF_NOTHING = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
# What the elements of a letter look like in programs that have ideas of their own.
_DRESS = """
blockquote { margin: 0 0 0 .5em; padding-left: .75em; border-left: 2px solid #b8b4aa; }
img { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; }
"""


def cleaned(html: str, *, cid: Cid) -> str:
    """Return ``html`` of anybody as a letter may hold it; the same again when it is cleaned again.

    ``cid`` gives the address of a picture by its Content-ID, None where the letter has none.
    """
    result = clean(html, cid=cid).html
    if "<style" in html.lower():
        result = clean(_styled(result), cid="cid:{}".format).html
    inside = _NAMELESS.clean(_SHEET.sub("", result, count=1))
    whole = _PICTURE_OF_NOTHING.sub("", inside)
    bare = _BARE.fullmatch(whole)
    return bare[1] if bare else whole


def _styled(html: str) -> str:
    """Return cleaned ``html`` with its style sheet in its elements, where that is cheap."""
    sheet, _, inside = html.removeprefix("<style>").partition("</style>")
    rules = _ENDLESS_NAMES.sub("", sheet.partition("}")[2])  # The first is that of the frame.
    if rules.count(":") * inside.count("<") > _MOST_STYLE:
        return inside
    return _INLINER.inline_fragment(inside, rules)


def as_html(text: str) -> str:
    """Return a text as a letter with formatting: a block for each line, quotations as such."""
    kept = re.sub(r"(?m)^-- $", "--\u00a0", text.replace("\r\n", "\n").rstrip("\n"))
    return cleaned("".join(_blocks(kept.split("\n"), 0)), cid=lambda _: None)


def _blocks(lines: Iterable[str], depth: int) -> Iterator[str]:
    for is_quoted, found in groupby(lines, lambda line: line.startswith(">")):
        if is_quoted and depth < _DEEPEST:
            inner = (line[1:].removeprefix(" ") for line in found)
            yield f"<blockquote>{''.join(_blocks(inner, depth + 1))}</blockquote>"
        else:
            yield from (text_to_html(line) if line else "<div><br></div>" for line in found)


def dressed(html: str) -> str:
    """Return the document that leaves: styles inlined, readable without any style sheet."""
    inside = _INLINER.inline_fragment(f"<div>{html}</div>", _DRESS)
    return f"<!DOCTYPE html>\n<html><body>{inside}</body></html>\n"
