"""Which kept bytes a job points to, by what is settled of it; pure."""

from collections.abc import Iterator, Mapping
from typing import Any


def bytes_of(settled: Mapping[str, Any]) -> Iterator[int]:
    """Yield the numbers of the bytes that a job reads or has made."""
    yield from settled.get("parts", ())
    for parts in settled.get("files", ()):
        yield from parts
