"""What somebody typed into the search box, taken apart: things with an operator, and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTES = '"“”„‟＂«»'
_QUOTED = rf"[{_QUOTES}](?P<{{name}}>[^{_QUOTES}]*)(?:[{_QUOTES}]|$)"
_ONE = re.compile(
    rf"""
    (?P<minus>[-－−](?=[^\s　]))?
    (?:
      {_QUOTED.format(name="phrase")}
      | (?P<operator>[^\W\d_]+)[:：](?:{_QUOTED.format(name="quoted")}|(?P<value>[^\s　]*))
      | (?P<word>[^\s　]+)
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Typed:
    """One thing that was typed: ``operator`` is empty before a word of its own.

    ``whole`` is how it was typed, without a minus.
    """

    operator: str
    value: str
    is_exact: bool
    is_unwanted: bool
    whole: str


def take_apart(query: str) -> Iterator[Typed]:
    """Yield what was typed, in its order. Quotes and colons may be those of any keyboard."""
    for match in _ONE.finditer(query.replace("\0", "")):
        minus, whole = match["minus"] or "", match[0]
        values = (match["phrase"], match["quoted"], match["value"], match["word"])
        yield Typed(
            operator=match["operator"] or "",
            value=next((each for each in values if each is not None), ""),
            is_exact=match["phrase"] is not None or match["quoted"] is not None,
            is_unwanted=bool(minus),
            whole=whole.removeprefix(minus),
        )
