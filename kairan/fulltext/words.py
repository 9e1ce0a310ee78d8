"""The words of a text, as the index keeps them; pure, and quick: no step runs once per word.

Texts are compared in NFKC (Unicode Standard Annex 15), without case, and without the accents of
Latin, Greek and Cyrillic letters. The marks of kana are no accents: が is not か. What is written
without blanks (Chinese, Japanese, Korean, Thai and their neighbours) is kept as single characters
and pairs of neighbours, so that words of one and two characters are found as they stand.
"""

import re
from operator import add
from unicodedata import normalize

# Together the classes of what no blank divides into words, as the inside of a regular expression.
_SPACELESS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1100-\u11ff"  # Hangul Jamo
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3031-\u3035\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u318f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Marks that belong to the letter before them, in scripts whose vowels are marks.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0dff"
_RUN = re.compile(f"[{_SPACELESS}]+")
_PLAIN_WORD = re.compile("[a-z0-9]+")
_UNMARKED_WORD = re.compile(f"[^\\W_{_SPACELESS}]+")
_MARK = re.compile(f"[{_MARKS}]")
_WORD = re.compile(f"(?:[^\\W_{_SPACELESS}]|[{_MARKS}])+")
_PIECE = re.compile(f"[{_SPACELESS}]+|(?:[^\\W_{_SPACELESS}]|[{_MARKS}])+")
_MAY_HAVE_ACCENTS = re.compile("[\u00c0-\u024f\u0300-\u0530\u1e00-\u1fff]")
_ACCENTS = re.compile("[\u0300-\u036f]+")

LONGEST_WORD = 40
"""Characters of a word that the index keeps; longer ones are no words but codes."""


def folded(text: str) -> str:
    """Return ``text`` as it is compared: NFKC, without case and accents."""
    if text.isascii():
        return text.lower()
    text = normalize("NFKC", text).casefold()
    if _MAY_HAVE_ACCENTS.search(text):
        text = normalize("NFC", _ACCENTS.sub("", normalize("NFD", text)))
    return text


def on_one_line(text: str) -> str:
    """Return ``text`` with one blank for each stretch of white space."""
    return " ".join(text.split())


def distinct(text: str) -> str:
    """Return each stretch of ``text`` between blanks once: in these stand the words of ``text``."""
    return " ".join(set(text.split()))


def words(text: str) -> set[str]:
    """Return what the index keeps of a folded ``text``: words, single characters, and pairs."""
    if text.isascii():
        return _short(set(_PLAIN_WORD.findall(text)))
    runs = " ".join(_RUN.findall(text))
    pairs = set(map(add, runs, runs[1:]))
    singles = set(runs)
    singles.discard(" ")
    pairs = {each for each in pairs if " " not in each}
    word = _WORD if _MARK.search(text) else _UNMARKED_WORD
    return singles | pairs | _short(set(word.findall(text)))


def _short(found: set[str]) -> set[str]:
    if max(map(len, found), default=0) <= LONGEST_WORD:
        return found
    return {each[:LONGEST_WORD] for each in found}


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return the words and the stretches without blanks of a folded ``text``, in their order.

    Beside each stands whether it follows the one before it with nothing between.
    """
    end = -1
    found = []
    for match in _PIECE.finditer(text):
        found.append((match[0], match.start() == end))
        end = match.end()
    return found


def is_spaceless(piece: str) -> bool:
    """Whether a piece is written in a script that does not put blanks between words."""
    return _RUN.match(piece) is not None


def pairs(run: str) -> list[str]:
    """Return what the index keeps of a stretch without blanks: its pairs, itself if it is short."""
    return list(map(add, run, run[1:])) or [run]
