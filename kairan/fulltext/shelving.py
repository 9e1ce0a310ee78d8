"""Puts texts into the index of a person, and takes them out. Whoever does so has the shelf.

New texts become a block; blocks that are small and many are merged. Readers need no lock: a
block is complete when it is seen, and one that was merged stays for a while.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kairan.fulltext import bitmaps, postings
from kairan.fulltext.cutting import Cut
from kairan.fulltext.members import Place, Roll
from kairan.fulltext.models import Block, Identity, Members, Shelf, Text
from kairan.shell import many_rows

CLAIM = timedelta(minutes=2)


def key() -> UUID:
    """Return which index this is; whoever remembers another has to put everything in again."""
    identity, _is_new = Identity.objects.get_or_create(pk=1)
    return identity.key


@contextmanager
def claimed(owner: int, now: datetime) -> Iterator[bool]:
    """Have the shelf of ``owner`` for oneself; yields whether nobody else has it."""
    shelves = Shelf.objects.filter(owner_id=owner)
    Shelf.objects.bulk_create([Shelf(owner_id=owner)], ignore_conflicts=True)
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    until = now + CLAIM
    is_mine = shelves.filter(free).update(claimed_until=until) == 1
    try:
        yield is_mine
    finally:
        if is_mine:
            shelves.filter(claimed_until=until).update(claimed_until=None)


def put(owner: int, texts: Cut) -> None:
    """Put texts in, in one commit; one that is in already takes the place of what it was."""
    if not texts.places:
        return
    rows = [
        many_rows.new(Text, number=place.number, owner_id=owner, at=place.at, data=data)
        for place, data in zip(texts.places, texts.texts, strict=True)
    ]
    with transaction.atomic(using=postings.alias()):
        take_out(owner, [each.number for each in texts.places])
        many_rows.write(rows)
        new_block(owner, texts.places, texts.sets)


def new_block(owner: int, places: Sequence[Place], sets: Iterable[tuple[str, bytes]]) -> Block:
    """Store a block of texts, which are in order, with its ``sets``."""
    block = Block.objects.create(
        owner_id=owner, count=len(places), oldest=places[0].at, newest=places[-1].at
    )
    Members.objects.create(block_id=block.pk, data=Roll.of(places).packed())
    postings.write(block.pk, sets)
    return block


def take_out(owner: int, numbers: Collection[int]) -> None:
    """Forget texts: what they say at once, where they stood when their block is merged."""
    texts = Text.objects.filter(owner_id=owner, number__in=numbers)
    places = sorted(Place(*each) for each in texts.values_list("at", "number"))
    if not places:
        return
    with transaction.atomic(using=postings.alias()):
        texts.delete()
        _bury(owner, places)


def _bury(owner: int, places: Sequence[Place]) -> None:
    blocks = Block.objects.filter(
        owner_id=owner,
        replaced_at=None,
        oldest__lte=places[-1].at,
        newest__gte=places[0].at,
    )
    rolls = Members.objects.in_bulk([each.pk for each in blocks])
    for block in blocks:
        roll = Roll.unpacked(rolls[block.pk].data)
        gone = roll.indexes(roll.within(places))
        if gone:
            buried = int.from_bytes(block.buried, "little") | bitmaps.bits(gone)
            block.buried = buried.to_bytes((buried.bit_length() + 7) // 8, "little")
            block.save(update_fields=["buried"])
