"""Which share of a letter's words and styling is there after cleaning.

Words are those a reader sees. Styling is every declaration of the style attributes and style
sheets, and every attribute that styles; what names a remote picture counts as lost.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import lxml.html
import tinycss2
from lxml.html import HtmlElement
from tinycss2 import ast

from bench.clean.tools import TOOLS
from bench.rows import Row

_WORD = re.compile(r"\w+")
_UNSEEN = ("script", "style", "title", "noscript", "template")
_ATTRIBUTES = (
    *("align", "valign", "bgcolor", "width", "height", "border", "color", "face", "size"),
    *("cellpadding", "cellspacing", "text"),
)

Counted = Callable[[str], Counter[tuple[str, ...]]]


def _measure(work: str, counted: Counted, letters: Sequence[str]) -> Iterator[Row]:
    for tool, clean in TOOLS.items():
        shares = [_share(counted(each), counted(clean(each))) for each in letters]
        yield Row(
            bench="clean",
            work=work,
            tool=tool,
            value=round(sum(shares) / len(shares), 3),
            unit="share",
            runs=len(shares),
            low=round(min(shares), 3),
            high=round(max(shares), 3),
        )


def _share(before: Counter[tuple[str, ...]], after: Counter[tuple[str, ...]]) -> float:
    return (before & after).total() / before.total() if before else 1.0


def words(html: str) -> Counter[tuple[str, ...]]:
    """How often each word of the letter stands where a reader sees it."""
    root = _root(html)
    for element in [*root.iter(*_UNSEEN)]:
        element.drop_tree()
    return Counter((word,) for word in _WORD.findall(" ".join(root.itertext(*_elements(root)))))


def styling(html: str) -> Counter[tuple[str, ...]]:
    """How often each declaration and each attribute that styles stands in the letter."""
    found: Counter[tuple[str, ...]] = Counter()
    for element in _root(html).iter():
        if not isinstance(element.tag, str):
            continue
        found.update(_declared(element.get("style") or ""))
        found.update(
            (name, element.get(name, "").strip().lower())
            for name in _ATTRIBUTES
            if element.get(name)
        )
        if element.tag == "style":
            found.update(_in_sheet(element.text or ""))
    return found


def _root(html: str) -> HtmlElement:
    return lxml.html.document_fromstring(html or "<p>")


def _elements(root: HtmlElement) -> set[str]:
    """The names of elements, which leaves comments out."""
    return {each.tag for each in root.iter() if isinstance(each.tag, str)}


def _in_sheet(css: str) -> Iterator[tuple[str, str]]:
    css = css.replace("<!--", "").replace("-->", "")
    yield from _in_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _in_rules(rules: Sequence[ast.Node]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if isinstance(rule, ast.QualifiedRule):
            yield from _declared(tinycss2.serialize(rule.content))
        elif isinstance(rule, ast.AtRule) and rule.content and rule.lower_at_keyword == "media":
            yield from _in_rules(tinycss2.parse_rule_list(rule.content))


def _declared(css: str) -> Iterator[tuple[str, str]]:
    for node in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if isinstance(node, ast.Declaration):
            value = tinycss2.serialize(node.value).lower().replace('"', "'")
            yield node.lower_name, "".join(value.split())


MEASURED = {
    "text": partial(_measure, "text", words),
    "styling": partial(_measure, "styling", styling),
}
