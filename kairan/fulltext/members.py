"""Which texts a block holds, in the order of their moments; pure."""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """Where a text stands among the texts of its owner: by its moment, then by its number."""

    at: int
    number: int


class Roll:
    """The texts of a block, oldest first; the n-th is the one the sets call n."""

    def __init__(self, moments: "array[int]", numbers: "array[int]") -> None:
        self.moments = moments
        self.numbers = numbers

    @classmethod
    def of(cls, places: Sequence[Place]) -> "Roll":
        """Return the roll of ``places``, which are in order."""
        return cls(
            array("q", [each.at for each in places]), array("q", [each.number for each in places])
        )

    @classmethod
    def unpacked(cls, stored: bytes | memoryview) -> "Roll":
        """Return a stored roll."""
        values = array("q")
        values.frombytes(bytes(stored))
        if sys.byteorder == "big":
            values.byteswap()
        half = len(values) // 2
        return cls(values[:half], values[half:])

    def packed(self) -> bytes:
        """Return the roll as it is stored."""
        values = self.moments + self.numbers
        if sys.byteorder == "big":
            values.byteswap()
        return values.tobytes()

    def __len__(self) -> int:
        return len(self.moments)

    def place(self, index: int) -> Place:
        """Return the place of a text."""
        return Place(self.moments[index], self.numbers[index])

    def before(self, place: Place) -> int:
        """Return how many texts stand before ``place``."""
        index = bisect_left(self.moments, place.at)
        while (
            index < len(self)
            and self.moments[index] == place.at
            and self.numbers[index] < place.number
        ):
            index += 1
        return index

    def up_to(self, place: Place) -> int:
        """Return how many texts stand before ``place`` or at it."""
        index = self.before(place)
        return index + (index < len(self) and self.place(index) == place)

    def indexes(self, places: Iterable[Place]) -> list[int]:
        """Return where those of ``places`` stand that belong to this block."""
        found = []
        for each in places:
            index = self.before(each)
            if index < len(self) and self.place(index) == each:
                found.append(index)
        return found

    def within(self, places: Sequence[Place]) -> Sequence[Place]:
        """Return those of ``places``, in order, whose moments this block covers."""
        low = bisect_left(places, Place(self.moments[0], 0))
        high = bisect_right(places, Place(self.moments[-1], sys.maxsize))
        return places[low:high]
