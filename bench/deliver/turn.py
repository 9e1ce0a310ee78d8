"""The command line of a process that queues, drains or counts, and prints JSON."""

import json
import sys
import time
from collections.abc import Callable


def take_turn(
    *,
    queue: Callable[[int, int], None],
    drain: Callable[[], object],
    count: Callable[[], int],
) -> None:
    """Do what the arguments say: ``queue LETTERS PORT``, ``drain PORT`` or ``count PORT``."""
    what = sys.argv[1]
    if what == "queue":
        queue(int(sys.argv[2]), int(sys.argv[3]))
        print(json.dumps({}))
    elif what == "drain":
        begin = time.time()
        drain()
        print(json.dumps({"begin": begin, "end": time.time()}))
    else:
        print(json.dumps(count()))


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
