"""How many mails of an office are read in a second: head, people, texts and every file decoded.

It is a second of the processor, and the tools take turns: a busy machine slows all of them.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from bench.parse.office_mail import mails
from bench.parse.readers import READERS
from bench.rows import Row

_UNIT = "msg/s"


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield a row per tool; ``quick`` reads fewer mails, fewer times."""
    office = mails(500 if quick else 2_000)
    rounds = 3 if quick else 7
    found: dict[str, list[float]] = {reader.tool: [] for reader in READERS}
    for _ in range(rounds):
        for reader in READERS:
            found[reader.tool].append(_rate(reader.read, office))
    for tool, values in found.items():
        yield Row.of("parse", "parsing", tool, values=values, unit=_UNIT)


def _rate(read: Callable[[bytes], object], office: Sequence[bytes]) -> float:
    began = time.process_time()
    for raw in office:
        read(raw)
    return len(office) / (time.process_time() - began)
