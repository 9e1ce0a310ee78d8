"""Sets of small numbers, as the index stores them and as it computes with them; pure.

Computed with, a set is an integer whose bit n says whether n belongs to it. Stored, it is whichever
is shorter: a byte ``l`` and its numbers, 16 bits each, or a byte ``m`` and the bits, both little
end first.
"""

import sys
from array import array
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

_LIST, _MAP = b"l", b"m"
_SWAPS = sys.byteorder == "big"
_SPARSE = 8


def packed(numbers: Sequence[int]) -> bytes:
    """Return ``numbers`` (0 to 65,535, ascending) as they are stored."""
    if len(numbers) == 1 and numbers[0] > 15:
        return _one(numbers[0])
    if len(numbers) * 16 <= numbers[-1]:
        values = array("H", numbers)
        if _SWAPS:
            values.byteswap()
        return _LIST + values.tobytes()
    return packed_bits(bits(numbers))


@lru_cache(maxsize=4_096)
def _one(number: int) -> bytes:
    return _LIST + number.to_bytes(2, "little")


def packed_bits(mask: int) -> bytes:
    """Return the set ``mask`` as bits to be stored."""
    return _MAP + mask.to_bytes((mask.bit_length() + 7) // 8, "little")


def unpacked(stored: bytes | memoryview) -> int:
    """Return a stored set as an integer to compute with."""
    data = bytes(stored)
    if data[:1] != _LIST:
        return int.from_bytes(data[1:], "little")
    return bits(_listed(data))


def unpacked_numbers(stored: bytes | memoryview) -> Collection[int]:
    """Return the numbers of a stored set, ascending."""
    data = bytes(stored)
    if data[:1] != _LIST:
        return list(ascending(int.from_bytes(data[1:], "little")))
    return _listed(data)


def _listed(data: bytes) -> "array[int]":
    values = array("H")
    values.frombytes(data[1:])
    if _SWAPS:
        values.byteswap()
    return values


def bits(numbers: Collection[int]) -> int:
    """Return the set of ``numbers`` as an integer."""
    if len(numbers) < _SPARSE:
        mask = 0
        for each in numbers:
            mask |= 1 << each
        return mask
    flags = bytearray(b"0") * (max(numbers) + 1)
    for each in numbers:
        flags[-1 - each] = 49  # "1"
    return int(flags, 2)


def ascending(mask: int) -> Iterator[int]:
    """Yield the numbers of a set, the smallest first."""
    digits = f"{mask:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def descending(mask: int) -> Iterator[int]:
    """Yield the numbers of a set, the largest first."""
    digits = f"{mask:b}"
    last = len(digits) - 1
    place = digits.find("1")
    while place >= 0:
        yield last - place
        place = digits.find("1", place + 1)


def between(low: int, high: int) -> int:
    """Return the set of all numbers from ``low`` up to, not including, ``high``."""
    return (1 << high) - (1 << low) if high > low else 0
