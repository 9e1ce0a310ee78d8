"""The elements and attributes a letter may be made of, and how they close each other."""

TAGS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "article",
        "aside",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "dir",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "main",
        "mark",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
VOID = frozenset({"br", "col", "hr", "img", "wbr"})
FORMATTING = frozenset(
    {"b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"}
)
CELLS = frozenset({"td", "th", "caption", "table"})
"""Elements out of which no formatting leaks."""

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "dir",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
        "dd",
        "dt",
    ]
)

GENERAL = frozenset({"class", "id", "dir", "lang", "title", "style", "align", "valign"})
_TABLE = frozenset({"width", "height", "bgcolor", "background", "border", "bordercolor"})
_CELL = _TABLE | {"nowrap", "rowspan", "colspan", "char", "abbr", "scope"}
ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height", "border", "hspace", "vspace"}),
    "table": _TABLE | {"cellpadding", "cellspacing", "rules", "frame", "summary"},
    "td": _CELL,
    "th": _CELL,
    "tr": _TABLE,
    "tbody": _TABLE,
    "thead": _TABLE,
    "tfoot": _TABLE,
    "col": frozenset({"span", "width"}),
    "colgroup": frozenset({"span", "width"}),
    "font": frozenset({"color", "face", "size"}),
    "hr": frozenset({"size", "width", "noshade", "color"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "ul": frozenset({"type"}),
    "li": frozenset({"type", "value"}),
    "br": frozenset({"clear"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "body": frozenset({"bgcolor", "text", "background"}),
}
WANTED = GENERAL.union(*ATTRIBUTES.values(), {"media"})

_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"}) | CELLS),
    "dd": (frozenset({"dd", "dt"}), frozenset({"dl"}) | CELLS),
    "dt": (frozenset({"dd", "dt"}), frozenset({"dl"}) | CELLS),
    "td": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr", "caption", "colgroup"}), frozenset({"table"})),
    "tbody": (frozenset({"tbody", "thead", "tfoot", "caption", "colgroup"}), frozenset({"table"})),
    "thead": (frozenset({"tbody", "thead", "tfoot", "caption", "colgroup"}), frozenset({"table"})),
    "tfoot": (frozenset({"tbody", "thead", "tfoot", "caption", "colgroup"}), frozenset({"table"})),
    "a": (frozenset({"a"}), CELLS),
}
_PARAGRAPH = (frozenset({"p"}), CELLS)


def ended_by(name: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Which open elements a new one ends, and at which it stops looking for them."""
    return _ENDS.get(name) or (_PARAGRAPH if name in _BLOCKS else None)


def barrier(name: str) -> frozenset[str]:
    """Elements that a closing tag of that name cannot reach beyond."""
    return frozenset() if name == "table" else frozenset({"table"})
