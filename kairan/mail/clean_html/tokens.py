"""Cuts HTML into texts, tags and style sheets the way browsers do, in linear time."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(=?+[^\s/>=]++|=)"""
    r"""(?:\s*+=\s*+(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\s>"'][^\s>]*+)|(?=>)))?+"""
)
_TAG_END = re.compile(r"[\s/]*+>?")
_COMMENT_END = re.compile(r"--!?>")
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in (
        "script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title",
    )
}  # fmt: skip
_READABLE = frozenset({"xmp", "textarea"})
_LONGEST_VALUE = 50_000
_LONGEST_PICTURE = 10_000_000


@dataclass(slots=True)
class Text:
    """Characters to show, entities still written as such, no `<` in it."""

    text: str


@dataclass(slots=True)
class Tag:
    """An opening or closing tag; names in lower case, values with entities resolved."""

    name: str
    is_closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """What stands in a style element, and for which media."""

    css: str
    media: str


Token = Text | Tag | Sheet


def read(source: str, wanted: frozenset[str]) -> Iterator[Token]:
    """The tokens of `source`; of the attributes only the `wanted`, the first of each name."""
    return _Tokenizer(source, wanted).tokens()


class _Tokenizer:
    """Walks over the source once."""

    def __init__(self, source: str, wanted: frozenset[str]) -> None:
        self.source = source
        self.wanted = wanted
        self.position = 0
        self.endless: set[str] = set()

    def tokens(self) -> Iterator[Token]:
        source = self.source
        while self.position < len(source):
            start = source.find("<", self.position)
            if start < 0:
                start = len(source)
            if start > self.position:
                yield Text(source[self.position : start].replace(">", "&gt;"))
            self.position = start
            if start < len(source):
                yield from self._markup(start)

    def _markup(self, start: int) -> Iterator[Token]:
        following = self.source[start + 1 : start + 3]
        if following[:1].isalpha() and following[:1].isascii():
            yield from self._opening(start)
        elif following[:1] == "/" and following[1:].isalpha() and following.isascii():
            yield self._tag(start + 2, is_closing=True)
        elif self.source.startswith("<!--", start):
            end = _COMMENT_END.search(self.source, start + 2)
            self.position = end.end() if end else len(self.source)
        elif following[:1] in ("!", "?") or following[:1] == "/":
            self.position = self.source.find(">", start) + 1 or len(self.source)
        else:
            self.position = start + 1
            yield Text("&lt;")

    def _tag(self, start: int, *, is_closing: bool) -> Tag:
        name = _NAME.match(self.source, start)
        tag = Tag(name[0].lower() if name else "", is_closing)
        position = name.end() if name else start
        while (attribute := _ATTRIBUTE.match(self.source, position)) is not None:
            position = attribute.end()
            key = attribute[1].lower()
            if key in self.wanted and key not in tag.attributes:
                tag.attributes[key] = _value(attribute[2] or attribute[3] or attribute[4] or "")
        end = _TAG_END.match(self.source, position)
        self.position = max(end.end() if end else position, start)
        return tag

    def _opening(self, start: int) -> Iterator[Token]:
        tag = self._tag(start + 1, is_closing=False)
        if tag.name == "plaintext":
            rest = self.source[self.position :]
            self.position = len(self.source)
            yield Text(html.escape(rest, quote=False))
        elif tag.name in _RAW_END and tag.name not in self.endless:
            yield from self._raw(tag)
        else:
            yield tag

    def _raw(self, tag: Tag) -> Iterator[Token]:
        """An element whose content is no markup; without an end it is left out, not its content."""
        end = _RAW_END[tag.name].search(self.source, self.position)
        if end is None:
            self.endless.add(tag.name)
            return
        content = self.source[self.position : end.start()]
        self.position = end.start()
        if tag.name == "style":
            yield Sheet(content, tag.attributes.get("media", ""))
        elif tag.name in _READABLE:
            yield Text(html.escape(content, quote=False))


def _value(raw: str) -> str:
    limit = _LONGEST_PICTURE if raw[:5].lower() == "data:" else _LONGEST_VALUE
    if len(raw) > limit:
        return ""
    return html.unescape(raw) if "&" in raw else raw
