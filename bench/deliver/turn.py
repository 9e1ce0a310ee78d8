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
