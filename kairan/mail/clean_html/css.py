"""Lets through the part of CSS that styles a letter and can do nothing else."""

import re
from collections.abc import Iterable

import tinycss2
from tinycss2 import ast

from kairan.mail.clean_html import properties
from kairan.mail.clean_html.urls import Pictures

_PLAIN = re.compile(r"""(?:[\w\s#%.,+!:;-]|"[\w\s.,-]*"|'[\w\s.,-]*')*""")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_DEEPEST = 20
_BRACKETS = re.compile(r"[(\[{]|[)\]}]")
_LONGEST = 500_000
_SAFE_ADDRESS = re.compile(r"""[^\s"'()\\<>]+""")
_PLAIN_WORDS = (ast.IdentToken, ast.NumberToken, ast.PercentageToken, ast.DimensionToken,
                ast.HashToken, ast.WhitespaceToken)  # fmt: skip

Nodes = Iterable[ast.Node]


class Filter:
    """Cleans declarations; spends no more than a set number of characters on one letter."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.left = _LONGEST
        self.known: dict[str, str] = {}

    def affords(self, css: str) -> bool:
        """May this much be parsed, and is it nested no deeper than honest CSS?"""
        self.left -= len(css)
        return self.left >= 0 and not is_deep(css)

    def style(self, css: str) -> str:
        """The allowed declarations of a style attribute."""
        found = self.known.get(css)
        if found is None:
            found = self._style(css)
            if "url(" not in css.lower():
                self.known[css] = found
        return found

    def _style(self, css: str) -> str:
        if _PLAIN.fullmatch(css):
            return ";".join(filter(None, map(_plain_declaration, css.split(";"))))
        if not self.affords(css):
            return ""
        return self.declarations(
            tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
        )

    def declarations(self, nodes: Nodes) -> str:
        """The allowed ones of parsed declarations, written out."""
        kept = (self._declaration(node) for node in nodes if isinstance(node, ast.Declaration))
        return ";".join(filter(None, kept))

    def _declaration(self, node: ast.Declaration) -> str:
        name = node.lower_name
        if not properties.is_allowed(name):
            return ""
        value = self._value(name, node.value)
        if not value or not _fits(name, value):
            return ""
        return f"{name}:{value}{'!important' if node.important else ''}"

    def _value(self, name: str, nodes: Nodes) -> str:
        """The value written out, or "" if any piece of it is not allowed."""
        written: list[str] = []
        for node in nodes:
            piece = self._piece(name, node)
            if piece is None:
                return ""
            written.append(piece)
        return "".join(written).strip()

    def _piece(self, name: str, node: ast.Node) -> str | None:
        if isinstance(node, _PLAIN_WORDS):
            return str(node.serialize())
        if isinstance(node, ast.StringToken):
            return str(node.serialize()).replace("<", "\\3c ")
        if isinstance(node, ast.LiteralToken):
            return node.value if node.value in (",", "/", "+", "-", "*") else None
        if isinstance(node, ast.URLToken):
            return self._picture(name, node.value)
        if isinstance(node, ast.FunctionBlock):
            return self._function(name, node)
        return None

    def _function(self, name: str, node: ast.FunctionBlock) -> str | None:
        if node.lower_name == "url":
            address = next((a.value for a in node.arguments if isinstance(a, ast.StringToken)), "")
            return self._picture(name, address)
        if node.lower_name not in properties.FUNCTIONS:
            return None
        inner = self._value(name, node.arguments)
        return f"{node.lower_name}({inner})" if inner else None

    def _picture(self, name: str, address: str) -> str | None:
        """A picture that may not be loaded is none, so that the colour beside it stays."""
        if name not in properties.PICTURED:
            return None
        url = self.pictures.source(address)
        return f'url("{url}")' if url and _SAFE_ADDRESS.fullmatch(url) else "none"


def is_deep(css: str) -> bool:
    """Are brackets nested deeper than honest CSS nests them?"""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(css):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
        depth = max(depth, 0)
    return deepest > _DEEPEST


def _plain_declaration(text: str) -> str:
    """One declaration without functions, escapes or anything else that needs a parser."""
    name, _, value = text.partition(":")
    name, value = name.strip().lower(), value.strip()
    if not value or ":" in value or not properties.is_allowed(name):
        return ""
    plain = _IMPORTANT.sub("", value)
    if not plain or "!" in plain or not _fits(name, plain):
        return ""
    return f"{name}:{plain}{'!important' if plain != value else ''}"


def _fits(name: str, value: str) -> bool:
    words = properties.FIXED_WORDS.get(name)
    return words is None or value.lower() in words
