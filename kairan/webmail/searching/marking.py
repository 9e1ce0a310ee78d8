"""Marks what was looked for in the lines of what was found."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from kairan.fulltext.words import folded

BEFORE, AROUND = 20, 200
"""Characters of a text that stand before the first hit, and in all."""

_LETTER = re.compile(r"(?s).[\u0300-\u036f\u3099\u309a]*")
_FAR = 400


def marked(text: str, patterns: Sequence[re.Pattern[str]]) -> SafeString:
    """Return ``text`` as HTML, with ``<mark>`` around all that ``patterns`` match, folded."""
    if not patterns:
        return conditional_escape(text)
    compared, places = _compared(text)
    matches = [match for each in patterns for match in each.finditer(compared)]
    spans = sorted((places[m.start()], places[m.end()]) for m in matches if m.end() > m.start())
    return mark_safe("".join(_pieces(text, spans)))  # noqa: S308 - escaped


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[SafeString]:
    at = 0
    for begin, end in spans:
        if end <= at:
            continue
        yield conditional_escape(text[at : max(begin, at)])
        yield _mark(text[max(begin, at) : end])
        at = end
    yield conditional_escape(text[at:])


def _mark(text: str) -> SafeString:
    return mark_safe(f"<mark>{conditional_escape(text)}</mark>")  # noqa: S308 - escaped


def excerpt(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    """Return the part of ``text`` around the first hit, "" where there is none."""
    compared = folded(text)
    starts = [match.start() for each in patterns if (match := each.search(compared))]
    if not starts:
        return ""
    # Where folding changed lengths, this is about the place; it only has to be inside.
    about = min(starts) * len(text) // len(compared)
    if len(text) != len(compared):
        about = _exactly(text, about, patterns)
    begin = _word_begin(text, max(about - BEFORE, 0))
    cut = text[begin : begin + AROUND]
    return f"…{cut}" if begin else cut


def _exactly(text: str, about: int, patterns: Sequence[re.Pattern[str]]) -> int:
    begin = max(about - _FAR, 0)
    compared, places = _compared(text[begin : about + _FAR])
    starts = [match.start() for each in patterns if (match := each.search(compared))]
    return begin + places[min(starts)] if starts else about


def _word_begin(text: str, at: int) -> int:
    blank = text.find(" ", at, at + BEFORE) if at else -1
    return blank + 1 if blank >= 0 else at


_folded_letter = lru_cache(maxsize=4_096)(folded)


def _compared(text: str) -> tuple[str, Sequence[int]]:
    """Return ``text`` folded, and for each place in it the place in ``text``."""
    compared = folded(text)
    if len(compared) == len(text):
        return compared, range(len(text) + 1)
    letters = _LETTER.findall(text)
    parts = [_folded_letter(each) for each in letters]
    begins = [0, *accumulate(map(len, letters))]
    places = [begins[n] for n, part in enumerate(parts) for _ in part]
    return "".join(parts), [*places, len(text)]
