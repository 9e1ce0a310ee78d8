"""Keeps the blocks of a person few: many small ones become one, and what is buried goes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kairan.fulltext import bitmaps, postings
from kairan.fulltext.members import Place, Roll
from kairan.fulltext.models import Block, Members
from kairan.fulltext.shelving import new_block

TIERS = (32, 256, 2048)
"""Blocks with fewer living texts than the first are merged among themselves, and so on."""

WIDTH = 8
"""So many blocks of one tier are merged."""

READ_FOR = timedelta(minutes=1)
"""A search that began before a block was replaced is over by then."""

_GONE = -1


def tidy(owner: int, now: datetime) -> bool:
    """Merge once if blocks of ``owner`` are small and many; return whether there may be more.

    Whoever calls has the shelf.
    """
    tiers = defaultdict(list)
    for block in Block.objects.filter(owner_id=owner, replaced_at=None).order_by("oldest", "pk"):
        tiers[_tier(block)].append(block)
    if dead := tiers.pop(None, []):
        _replace(dead, now)
    for tier, blocks in tiers.items():
        if tier != len(TIERS) and len(blocks) >= WIDTH:
            _merge(owner, blocks[:WIDTH], now)
            return True
    return False


def throw_away(now: datetime) -> None:
    """Remove the blocks that were replaced and that nobody reads any more."""
    replaced = Block.objects.filter(replaced_at__lt=now - READ_FOR)
    for pk in list(replaced.values_list("pk", flat=True)):
        with transaction.atomic(using=postings.alias()):
            postings.remove([pk])
            Members.objects.filter(block_id=pk).delete()
            Block.objects.filter(pk=pk).delete()


def _tier(block: Block) -> int | None:
    """Return the tier of a block, None for one whose texts are all gone."""
    alive = block.count - int.from_bytes(block.buried, "little").bit_count()
    return sum(alive >= least for least in TIERS) if alive else None


def _replace(blocks: Sequence[Block], now: datetime) -> None:
    Block.objects.filter(pk__in=[each.pk for each in blocks]).update(replaced_at=now)


def _merge(owner: int, blocks: Sequence[Block], now: datetime) -> None:
    places, maps = _lined_up(blocks)
    with transaction.atomic(using=postings.alias()):
        new_block(owner, places, _merged_sets(maps))
        _replace(blocks, now)


def _lined_up(blocks: Sequence[Block]) -> tuple[list[Place], dict[int, list[int]]]:
    """Return the places of all living texts in order, and of each block where its texts went."""
    rolls = Members.objects.in_bulk([each.pk for each in blocks])
    maps: dict[int, list[int]] = {}
    living: list[tuple[Place, int, int]] = []
    for block in blocks:
        roll = Roll.unpacked(rolls[block.pk].data)
        maps[block.pk] = [_GONE] * len(roll)
        buried = int.from_bytes(block.buried, "little")
        alive = bitmaps.between(0, len(roll)) & ~buried
        living.extend((roll.place(index), block.pk, index) for index in bitmaps.ascending(alive))
    living.sort()
    for index, (_place, pk, before) in enumerate(living):
        maps[pk][before] = index
    return [place for place, _pk, _before in living], maps


def _merged_sets(maps: dict[int, list[int]]) -> Iterator[tuple[str, bytes]]:
    """Return all sets of the blocks in ``maps`` as sets of the block that they become."""
    # Read to the end first: a connection that is being written to cannot be read from.
    found: defaultdict[str, list[int]] = defaultdict(list)
    for pk, word, stored in postings.read_all(list(maps)):
        went = maps[pk]
        found[word].extend([went[each] for each in bitmaps.unpacked_numbers(stored)])
    return _packed(found)


def _packed(found: dict[str, list[int]]) -> Iterator[tuple[str, bytes]]:
    for word in sorted(found):
        numbers = sorted(each for each in found[word] if each != _GONE)
        if numbers:
            yield word, bitmaps.packed(numbers)
