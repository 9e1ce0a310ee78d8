"""What somebody looks for, as the words that the index keeps and the pattern that proves a hit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kairan.fulltext.cutting import BEGINNINGS
from kairan.fulltext.documents import marked
from kairan.fulltext.words import LONGEST_WORD, folded, is_spaceless, pairs, pieces

_LETTER, _WORD_AFTER, _BETWEEN = r"[^\W_]", r"(?![^\W_])", r"[\W_]{1,8}"


@dataclass(frozen=True)
class Sought:
    """One thing that texts are to have, or not to have.

    ``words`` all stand in a text that has it, and one word that begins with each of
    ``beginnings``. Where that is no proof, its ``pattern`` is also found in the folded text of the
    field ``within`` ("" is any). A mark has no pattern.
    """

    words: tuple[str, ...]
    beginnings: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    within: str = ""
    is_unwanted: bool = False
    needs_proof: bool = False

    def is_in(self, fields: dict[str, str]) -> bool:
        """Whether its pattern is found in the folded ``fields`` of a text."""
        if self.pattern is None:
            return True
        texts = [fields.get(self.within, "")] if self.within else fields.values()
        return any(self.pattern.search(text) for text in texts)


@dataclass(frozen=True)
class Wanted:
    """All that somebody looks for: what is ``sought``, from (inclusive) and until (exclusive) when.

    Moments are in microseconds since 1970.
    """

    sought: tuple[Sought, ...] = ()
    since: int | None = None
    until: int | None = None

    @property
    def proofs(self) -> list[Sought]:
        """What the words alone do not prove."""
        return [each for each in self.sought if each.needs_proof]

    def words(self) -> set[str]:
        """All words to look up as they stand."""
        return {word for each in self.sought for word in each.words}

    def beginnings(self) -> set[str]:
        """All beginnings of words to look up."""
        return {beginning for each in self.sought for beginning in each.beginnings}


def mark(name: str, *, is_unwanted: bool = False) -> Sought:
    """Return what finds texts by a mark that they were put in with."""
    return Sought(words=(marked(name),), is_unwanted=is_unwanted)


def words_of(
    typed: str, *, within: str = "", is_exact: bool = False, is_unwanted: bool = False
) -> Sought | None:
    """Return what finds ``typed``, or None when it has no letter and no digit.

    The last word may go on in the text unless ``is_exact``. Several words stand in the text one
    after the other as they were typed.
    """
    found = pieces(folded(typed))
    if not found:
        return None
    collected = _Collected(f"{within}:" if within else "")
    for piece, _joins in found[:-1]:
        collected.add_whole(piece)
    last = found[-1][0]
    if is_exact:
        collected.add_whole(last)
    else:
        collected.add_begun(last)
    is_one = len(found) == 1 and not (is_spaceless(last) and len(last) > 2)
    return Sought(
        words=tuple(collected.words),
        beginnings=tuple(collected.beginnings),
        pattern=pattern_of(found, is_exact=is_exact),
        within=within,
        is_unwanted=is_unwanted,
        needs_proof=not is_one,
    )


@dataclass
class _Collected:
    prefix: str
    words: list[str] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)

    def add_whole(self, piece: str) -> None:
        """Look for a piece as it stands."""
        found = pairs(piece) if is_spaceless(piece) else [piece[:LONGEST_WORD]]
        self.words.extend(self.prefix + each for each in found)

    def add_begun(self, piece: str) -> None:
        """Look for a piece that may go on."""
        if is_spaceless(piece) or len(piece) >= LONGEST_WORD:
            self.add_whole(piece)
        elif len(piece) <= BEGINNINGS[-1]:
            self.words.append(f"{self.prefix}{piece}*")
        else:
            self.beginnings.append(self.prefix + piece)


def pattern_of(found: Sequence[tuple[str, bool]], *, is_exact: bool) -> re.Pattern[str]:
    """Return what matches pieces one after the other, from the beginning of a word on.

    Whatever stands between two of them is no matter, as long as nothing does where nothing did.
    An exact one ends where a word ends.
    """
    first = found[0][0]
    # What is sought by its letters first is found far sooner than what may begin anywhere.
    begins = first if is_spaceless(first) else f"{first}(?<!{_LETTER}{first})"
    goes_on = "".join(piece if joins else _BETWEEN + piece for piece, joins in found[1:])
    after = _WORD_AFTER if is_exact and not is_spaceless(found[-1][0]) else ""
    return re.compile(begins + goes_on + after)
