"""The command line of a process that queues, drains or counts, and prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from functools import partial


def take_turn(
    *,
    queue: Callable[[int, int], None],
    drain: Callable[[], object],
    count: Callable[[], int],
    again: Callable[[range], None] | None = None,
) -> None:
    """Do what the arguments say: ``queue LETTERS PORT``, ``drain PORT`` or ``count PORT``.

    ``announce LETTERS RUNS PORT`` makes the database and queues letters several times ``again``.
    """
    what = sys.argv[1]
    if what == "queue":
        queue(int(sys.argv[2]), port())
        print(json.dumps({}))
    elif what == "drain":
        begin = time.time()
        drain()
        print(json.dumps({"begin": begin, "end": time.time()}))
    elif what == "announce" and again is not None:
        queue(10, port())
        numbers, runs = range(int(sys.argv[2])), int(sys.argv[3])
        print(json.dumps([_timed(partial(again, numbers)) for _ in range(runs)]))
    else:
        print(json.dumps(count()))


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def port() -> int:
    """Return where the sink listens: always the last argument."""
    return int(sys.argv[-1])


TEXT = "Dear colleague,\n\n" + "This circular has some words.\n" * 20 + "\nhttps://a.test/{}\n"


def address_of(number: int) -> str:
    """Return whom the letter of a number is for."""
    return f"r{number}@example.test"


def message_id_of(number: int) -> str:
    """Return the Message-ID of the letter of a number."""
    return f"<{number}@lantern.test>"


def number_of(name: str) -> int:
    """Return the number of the letter with this recipient or Message-ID."""
    return int(name[1:].partition("@")[0])
