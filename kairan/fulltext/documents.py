"""A text as it is put into the index, and as it is kept for showing; pure."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kairan.fulltext.words import distinct, folded, on_one_line, words

_BETWEEN = "\x1f"
_QUICKLY = 1
_SHORT = 300
MOST_CHARACTERS = 400_000
"""Of one field; what stands beyond is not found."""

MOST_WORDS = 20_000
"""Of one text; whoever writes more different ones does not mean to be read."""


@dataclass(frozen=True)
class Document:
    """One text of a person: its number, its moment (microseconds since 1970), its fields.

    ``fields`` are named by one letter each, the main text by none (""). ``marks`` are what else it
    is to be found by, such as ``attachment``.
    """

    number: int
    at: int
    fields: Mapping[str, str]
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def length(self) -> int:
        """How many characters its fields have."""
        return sum(map(len, self.fields.values()))

    def words(self) -> set[str]:
        """Return all that the index keeps of it."""
        found: set[str] = set()
        for name, text in self.fields.items():
            of_field = _words_of_short if len(text) < _SHORT else _words_of
            found |= of_field(name, text[:MOST_CHARACTERS])
        if len(found) > MOST_WORDS:
            found = set(sorted(found)[:MOST_WORDS])
        found.update([marked(each) for each in self.marks])
        return found

    def packed(self) -> bytes:
        """Return it as it is kept."""
        parts = [name + _clean(text[:MOST_CHARACTERS]) for name, text in self.fields.items()]
        return zlib.compress(_BETWEEN.join(parts).encode("utf-8", "replace"), _QUICKLY)


def _words_of(name: str, text: str) -> frozenset[str]:
    found = words(folded(distinct(text)))
    if name:
        found |= {f"{name}:{word}" for word in found}
    return frozenset(found)


# Names and addresses come again and again.
_words_of_short = lru_cache(maxsize=2_000)(_words_of)


def _clean(text: str) -> str:
    return on_one_line(text).replace(_BETWEEN, "")


def unpacked(stored: bytes | memoryview, names: str) -> dict[str, str]:
    """Return the fields of a kept text, given the letters of all ``names`` there are."""
    fields: dict[str, str] = {}
    for part in zlib.decompress(stored).decode().split(_BETWEEN):
        name = part[:1] if part[:1] in names else ""
        fields[name] = part.removeprefix(name)
    return fields


def folded_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a kept text as they are compared; all at once, for that is quick."""
    texts = folded(_BETWEEN.join(fields.values())).split(_BETWEEN)
    return dict(zip(fields, texts, strict=True))


def marked(mark: str) -> str:
    """Return what the index keeps of a mark."""
    return f"={mark}"
