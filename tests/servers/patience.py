"""Waiting for what a real server does a moment later."""

import time
from collections.abc import Callable
from typing import TypeVar

Thing = TypeVar("Thing")


def eventually(look: Callable[[], Thing], *, seconds: float = 15) -> Thing:
    """Return what ``look()`` finds as soon as it is truthy; raise TimeoutError when it stays so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise TimeoutError(f"{look} found nothing within {seconds} seconds.")
