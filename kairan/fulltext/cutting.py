"""Cuts texts into words, and says in which of them each word stands; pure, needs no Django."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kairan.fulltext import bitmaps
from kairan.fulltext.documents import Document
from kairan.fulltext.members import Place
from kairan.fulltext.words import is_spaceless

BEGINNINGS = (1, 2, 3)
"""Lengths of the beginnings of words that the index keeps; longer ones are looked up."""

# No letter below it is of a script without blanks.
_FIRST_SPACELESS = "\u0e00"


@dataclass(frozen=True, slots=True)
class Cut:
    """Texts as they go into the index, in the order of their places.

    ``texts`` are kept for showing; ``sets`` are the words, in order, each with the set of the
    texts it stands in.
    """

    places: Sequence[Place]
    texts: Sequence[bytes]
    sets: Sequence[tuple[str, bytes]]


def cut(documents: Collection[Document]) -> Cut:
    """Return ``documents`` as they go into the index."""
    ordered = sorted(documents, key=lambda each: (each.at, each.number))
    return Cut(
        places=[Place(each.at, each.number) for each in ordered],
        texts=[each.packed() for each in ordered],
        sets=_sets(ordered),
    )


def _sets(documents: Sequence[Document]) -> list[tuple[str, bytes]]:
    """Return every word of ``documents`` with the set of those it stands in, in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        for word in document.words():
            found[word].append(index)
    found.update(_beginnings(found))
    packed = bitmaps.packed
    return [(word, packed(found[word])) for word in sorted(found)]


def _beginnings(found: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Return the beginnings of words, and in which texts some word begins so."""
    beginnings: dict[str, set[int]] = {}
    shorter: defaultdict[str, set[int]] = defaultdict(set)
    for word, numbers in found.items():
        start = word.find(":") + 1
        if word[0] != "=" and (word[start] < _FIRST_SPACELESS or not is_spaceless(word[start:])):
            shorter[word[: start + BEGINNINGS[-1]]].update(numbers)
    for length in reversed(BEGINNINGS):
        longer, shorter = shorter, defaultdict(set)
        for word, its in longer.items():
            start = word.find(":") + 1
            if len(word) - start >= length:
                beginnings[f"{word}*"] = its
            shorter[word[: start + length - 1]] |= its
    return {beginning: sorted(its) for beginning, its in beginnings.items()}
