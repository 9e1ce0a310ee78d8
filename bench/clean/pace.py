"""How many letters are cleaned in a second."""

import time
from collections.abc import Iterator, Sequence

from bench.clean.tools import TOOLS
from bench.rows import Row

_ROUNDS = 3


def measure(letters: Sequence[str]) -> Iterator[Row]:
    """Yield a row per tool."""
    for tool, clean in TOOLS.items():
        values = []
        for _ in range(_ROUNDS):
            began = time.process_time()
            for letter in letters:
                clean(letter)
            values.append(len(letters) / (time.process_time() - began))
        yield Row.of("clean", "cleaning", tool, values=values, unit="letters/s")
