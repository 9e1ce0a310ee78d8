"""Keeps a letter's style sheets, every selector bound to the letter's container."""

import re

import tinycss2
from tinycss2 import ast

from kairan.mail.clean_html.css import Filter

CONTAINER = "letter-body"
PREFIX = "m-"

_ROOTS = frozenset({"html", "body"})
_PSEUDO = frozenset(
    [
        "link",
        "visited",
        "hover",
        "active",
        "focus",
        "first-child",
        "last-child",
        "only-child",
        "first-of-type",
        "last-of-type",
        "nth-child",
        "nth-last-child",
        "nth-of-type",
        "before",
        "after",
        "first-letter",
        "first-line",
        "empty",
        "root",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "align",
        "bgcolor",
        "border",
        "class",
        "color",
        "dir",
        "height",
        "href",
        "id",
        "lang",
        "size",
        "src",
        "style",
        "title",
        "valign",
        "width",
    ]
)
_MEDIA = re.compile(r"[\w\s():.,/<>=-]{1,300}")
_DEEPEST = 5


class UnknownSelector(Exception):
    """A selector that cannot be bound to the letter."""


def scoped(css: str, media: str, declared: Filter) -> str:
    """The rules of a style element that may stay. `media` is its media attribute."""
    css = css.replace("<!--", " ").replace("-->", " ")
    if not css.strip() or not declared.affords(css) or (media and not _is_media(media)):
        return ""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    written = _rules(rules, declared, 0)
    return f"@media {media.strip()}{{{written}}}" if media and written else written


def _is_media(text: str) -> bool:
    return _MEDIA.fullmatch(text) is not None and "<" not in text


def _rules(rules: list[ast.Node], declared: Filter, depth: int) -> str:
    return "".join(_rule(rule, declared, depth) for rule in rules)


def _rule(rule: ast.Node, declared: Filter, depth: int) -> str:
    if isinstance(rule, ast.QualifiedRule):
        return _qualified(rule, declared)
    if isinstance(rule, ast.AtRule) and rule.content is not None and depth < _DEEPEST:
        return _conditional(rule, declared, depth)
    return ""


def _conditional(rule: ast.AtRule, declared: Filter, depth: int) -> str:
    """@media and @supports; no other at-rule styles a letter without fetching or naming things."""
    condition = tinycss2.serialize(rule.prelude).strip()
    if rule.lower_at_keyword not in ("media", "supports") or not _is_media(condition):
        return ""
    inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    written = _rules(inner, declared, depth + 1)
    return f"@{rule.lower_at_keyword} {condition}{{{written}}}" if written else ""


def _qualified(rule: ast.QualifiedRule, declared: Filter) -> str:
    body = declared.declarations(
        tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    )
    selectors = [selector for part in _split(rule.prelude) if (selector := _selector(part))]
    return f"{','.join(selectors)}{{{body}}}" if body and selectors else ""


def _split(prelude: list[ast.Node]) -> list[list[ast.Node]]:
    parts: list[list[ast.Node]] = [[]]
    for node in prelude:
        if isinstance(node, ast.LiteralToken) and node.value == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _selector(nodes: list[ast.Node]) -> str:
    """One selector within the container, or "" if it holds what is not understood."""
    try:
        text = "".join(_written(nodes)).strip()
    except UnknownSelector:
        return ""
    root = f".{CONTAINER}"
    text = re.sub(rf"^(?:{re.escape(root)}\s*>?\s*)+(?={re.escape(root)})", "", text)
    if not text:
        return ""
    return text if re.match(rf"{re.escape(root)}(?![\w-])", text) else f"{root} {text}"


def _written(nodes: list[ast.Node]) -> list[str]:
    written: list[str] = []
    previous = ""
    for node in nodes:
        piece = _piece(node, previous)
        previous = node.value if isinstance(node, ast.LiteralToken) else ""
        written.append(piece)
    return written


def _piece(node: ast.Node, previous: str) -> str:
    if isinstance(node, ast.WhitespaceToken):
        return " "
    if isinstance(node, ast.IdentToken):
        return _ident(node, previous)
    if isinstance(node, ast.HashToken) and node.is_identifier:
        return f"#{PREFIX}{node.serialize()[1:]}"
    if isinstance(node, ast.LiteralToken) and node.value in (".", ">", "+", "~", "*", ":", "::"):
        return str(node.value)
    if isinstance(node, ast.FunctionBlock) and previous == ":" and node.lower_name in _PSEUDO:
        return str(node.serialize())
    if isinstance(node, ast.SquareBracketsBlock):
        return _attribute(node)
    raise UnknownSelector


def _ident(node: ast.IdentToken, previous: str) -> str:
    if previous == ".":
        return f"{PREFIX}{node.serialize()}"
    if previous in (":", "::"):
        return _pseudo(node)
    if node.lower_value in _ROOTS:
        return f".{CONTAINER}"
    return str(node.serialize())


def _pseudo(node: ast.IdentToken) -> str:
    if node.lower_value not in _PSEUDO:
        raise UnknownSelector
    return str(node.serialize())


def _attribute(node: ast.SquareBracketsBlock) -> str:
    """[name], [name="value"]; classes and ids are compared by their prefixed names."""
    tokens = [token for token in node.content if not isinstance(token, ast.WhitespaceToken)]
    name = tokens[0].lower_value if tokens and isinstance(tokens[0], ast.IdentToken) else ""
    if name not in _ATTRIBUTES:
        raise UnknownSelector
    if len(tokens) == 1:
        return f"[{name}]"
    operator, value = tokens[1], tokens[-1]
    if len(tokens) != 3 or not isinstance(operator, ast.LiteralToken):
        raise UnknownSelector
    if not isinstance(value, (ast.StringToken, ast.IdentToken)):
        raise UnknownSelector
    text = value.value
    if name in ("class", "id") and operator.value != "*=":
        text = PREFIX + text
    if not re.fullmatch(r"[\w .:;#%/-]{1,200}", text):
        raise UnknownSelector
    return f'[{name}{operator.value}"{text}"]'
