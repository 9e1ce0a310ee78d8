"""Finds the texts of one person, the newest first, in as few blocks as a page of them needs.

What a search costs depends on the mail of whoever searches: it reads their blocks only, from the
newest backwards, and stops when a page is full.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from kairan.fulltext import bitmaps, postings
from kairan.fulltext.documents import folded_fields, unpacked
from kairan.fulltext.members import Place, Roll
from kairan.fulltext.models import Block, Members, Text
from kairan.fulltext.seeking import Sought, Wanted

FIRST_BLOCKS, MOST_BLOCKS = 2, 64
AT_ONCE = 2_000
MOST_LOOKED_AT = 20_000
"""Texts that one search asks its caller about; then it says how far it came."""

MOST_READ = 300
"""Texts that one search reads for phrases; then it says how far it came."""

Keep = Callable[[list[int]], Collection[int]]
# The next place of each block as a key, and the places after it.
_Heap = list[tuple[tuple[int, int], int, Iterator[Place]]]


@dataclass(frozen=True)
class Span:
    """Which part of what is found is asked for: ``most`` texts beyond ``place``.

    They are older than it, or newer where ``upwards``, and those next to it come first. Of
    ``among``, in order, only if it is given.
    """

    most: int
    place: Place | None = None
    upwards: bool = False
    among: Sequence[Place] | None = None


@dataclass(frozen=True)
class Found:
    """What was found, and how far the search came where it gave up before its end."""

    places: list[Place]
    reached: Place | None = None


def find(owner: int, wanted: Wanted, span: Span, *, fields: str, keep: Keep) -> Found:
    """Return the texts of ``owner`` that have all that is wanted, in the order of ``span``.

    It gives up when much was looked at and little found; going on from where it came finds the
    rest.

    :param fields: the letters of the fields that texts were put in with.
    :param keep: returns which of some numbers the caller keeps; the others do not count.
    """
    candidates = _Reader(owner, wanted, span).candidates()
    left = MOST_READ if wanted.proofs else MOST_LOOKED_AT
    size = span.most + 10
    found: list[Place] = []
    while some := list(islice(candidates, min(size, left))):
        kept = _proved(some, wanted.proofs, fields)
        ours = set(keep([each.number for each in kept])) if kept else set()
        found.extend(each for each in kept if each.number in ours)
        left -= len(some)
        if len(found) >= span.most:
            return Found(found[: span.most])
        if not left:
            return Found(found, reached=some[-1])
        size = min(size * 2, AT_ONCE)
    return Found(found)


def _proved(places: list[Place], proofs: list[Sought], fields: str) -> list[Place]:
    """Return those of ``places`` whose texts really have what the words only promise."""
    if not proofs:
        return places
    kept = texts([each.number for each in places], fields)
    return [
        each for each in places if each.number in kept and _is_proved(proofs, kept[each.number])
    ]


def _is_proved(proofs: list[Sought], fields: dict[str, str]) -> bool:
    compared = folded_fields(fields)
    return all(each.is_in(compared) != each.is_unwanted for each in proofs)


def texts(numbers: Collection[int], fields: str) -> dict[int, dict[str, str]]:
    """Return the kept texts of ``numbers`` by their fields, as far as they are there."""
    rows = Text.objects.filter(number__in=numbers).values_list("number", "data")
    return {number: unpacked(data, fields) for number, data in rows}


class _Reader:
    """Reads the blocks of one person for one search."""

    def __init__(self, owner: int, wanted: Wanted, span: Span) -> None:
        self._owner = owner
        self._wanted = wanted
        self._span = span
        self._next = bitmaps.ascending if span.upwards else bitmaps.descending
        self._sign = 1 if span.upwards else -1

    def candidates(self) -> Iterator[Place]:
        """Yield the places of all texts that have the words, in the order asked for."""
        blocks, size = self._blocks(), FIRST_BLOCKS
        heap: _Heap = []
        while blocks or heap:
            while blocks and (not heap or self._bound(blocks[0]) <= heap[0][0][0]):
                for places in self._found_in(blocks[:size]):
                    self._push(heap, places)
                blocks, size = blocks[size:], min(size * 2, MOST_BLOCKS)
            if heap:
                (at, number), _, places = heapq.heappop(heap)
                yield Place(self._sign * at, self._sign * number)
                self._push(heap, places)

    def _push(self, heap: _Heap, places: Iterator[Place]) -> None:
        place = next(places, None)
        if place is not None:
            key = self._sign * place.at, self._sign * place.number
            heapq.heappush(heap, (key, id(places), places))

    def _bound(self, block: Block) -> int:
        """Return the smallest key that a text of the block may have."""
        return block.oldest if self._span.upwards else -block.newest

    def _blocks(self) -> list[Block]:
        """Return the blocks that may hold something, those to be read first at the start."""
        since, until, place = self._wanted.since, self._wanted.until, self._span.place
        blocks = Block.objects.filter(owner_id=self._owner, replaced_at=None)
        if since is not None:
            blocks = blocks.filter(newest__gte=since)
        if until is not None:
            blocks = blocks.filter(oldest__lt=until)
        if place is not None:
            beyond = {"newest__gte": place.at} if self._span.upwards else {"oldest__lte": place.at}
            blocks = blocks.filter(**beyond)
        return list(blocks.order_by("oldest" if self._span.upwards else "-newest"))

    def _found_in(self, blocks: Sequence[Block]) -> Iterator[Iterator[Place]]:
        """Yield for each block that has something its places, in the order asked for."""
        masks = self._masks(blocks)
        alive = [block for block in blocks if masks[block.pk]]
        rolls = Members.objects.in_bulk([block.pk for block in alive])
        for block in alive:
            roll = Roll.unpacked(rolls[block.pk].data)
            mask = masks[block.pk] & self._asked_for(roll)
            yield map(roll.place, self._next(mask))

    def _masks(self, blocks: Sequence[Block]) -> dict[int, int]:
        """Return of each block which of its texts have the words."""
        living = {
            block.pk: bitmaps.between(0, block.count) & ~int.from_bytes(block.buried, "little")
            for block in blocks
        }
        sets = _sets(postings.read(list(living), sorted(self._wanted.words())))
        masks = {pk: self._narrowed(mask, sets[pk], by_words=True) for pk, mask in living.items()}
        for beginning in sorted(self._wanted.beginnings()):
            still = [pk for pk, mask in masks.items() if mask]
            for pk, mask in _united(postings.read_beginning(still, beginning)).items():
                sets[pk][_begun(beginning)] = mask
        return {pk: self._narrowed(mask, sets[pk]) for pk, mask in masks.items()}

    def _narrowed(self, mask: int, sets: dict[str, int], *, by_words: bool = False) -> int:
        """Return which texts of ``mask`` have everything, as far as ``sets`` tell."""
        for each in self._wanted.sought:
            has = reduce(_and, (sets.get(word, 0) for word in each.words), mask)
            if not by_words:
                has = reduce(_and, (sets.get(_begun(one), 0) for one in each.beginnings), has)
            if not each.is_unwanted:
                mask &= has
            elif not each.needs_proof and not (by_words and each.beginnings):
                mask &= ~has
        return mask

    def _asked_for(self, roll: Roll) -> int:
        """Return which texts of a block lie in the time, the span and the list that are wanted."""
        low, high = 0, len(roll)
        if self._wanted.since is not None:
            low = roll.before(Place(self._wanted.since, 0))
        if self._wanted.until is not None:
            high = roll.before(Place(self._wanted.until, 0))
        if self._span.place is not None and self._span.upwards:
            low = max(low, roll.up_to(self._span.place))
        elif self._span.place is not None:
            high = min(high, roll.before(self._span.place))
        mask = bitmaps.between(low, high)
        if mask and self._span.among is not None:
            mask &= bitmaps.bits(roll.indexes(roll.within(self._span.among)))
        return mask


def _and(one: int, other: int) -> int:
    return one & other


def _begun(beginning: str) -> str:
    return f"{beginning}*"


def _sets(rows: Iterator[postings.Row]) -> defaultdict[int, dict[str, int]]:
    sets: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for pk, word, stored in rows:
        sets[pk][word] = bitmaps.unpacked(stored)
    return sets


def _united(rows: Iterator[postings.Row]) -> dict[int, int]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, _word, stored in rows:
        found[pk].append(bitmaps.unpacked(stored))
    return {pk: reduce(or_, masks) for pk, masks in found.items()}
