"""A warm process of a tool: it imports everything once, and forks a child for each thing to do.

    python -m bench.crash.stage MODULE PORT

Each line on standard input is a JSON list: what to do, its arguments, and those with names. The
answer is a line of JSON: the child's process number for what goes on by itself (``work``,
``lock``), what the child found otherwise, or ``{"failed": …}``.
"""

import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial

GOES_ON = ("work", "lock")


def main() -> None:
    """Do what each line says until there are no more."""
    tool = importlib.import_module(sys.argv[1])
    # The kernel forgets the dead at once: their process number then says that they are gone.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        what, arguments, more = json.loads(line)
        child = os.fork()
        if not child:
            _act(what, partial(getattr(tool, what), *arguments, **more))
        if what in GOES_ON:
            _say(child)


def _act(what: str, act: Callable[[], object]) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    try:
        found = act()
        if what not in GOES_ON:
            _say(found)
    except BaseException:  # noqa: BLE001 - the child ends here, whatever happened
        traceback.print_exc()
        if what not in GOES_ON:
            _say({"failed": traceback.format_exc()})
        os._exit(1)
    os._exit(0)


def _end_with(parent: int) -> None:
    """Nobody else ends the children of a benchmark that was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


def _say(found: object) -> None:
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
