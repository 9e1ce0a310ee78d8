"""The process beside: python -m kairan.beside MODULE. Ends when whoever started it does."""

import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue

from kairan.beside.frames import read_frame, write_frame

# People who wait for a page go first.
_NICENESS = 10


def main() -> None:
    """Answer questions from standard input on standard output until there are no more."""
    os.nice(_NICENESS)
    for each in (signal.SIGINT, signal.SIGTERM):  # Meant for whoever started it, who ends it.
        signal.signal(each, signal.SIG_IGN)
    answers = os.dup(1)
    os.dup2(2, 1)
    questions: SimpleQueue[bytearray | None] = SimpleQueue()
    threading.Thread(target=_take, args=[questions], daemon=True).start()
    import_module(sys.argv[1])
    while (question := questions.get()) is not None:
        function, item = pickle.loads(question)  # noqa: S301 - by the process that started it
        answer = pickle.dumps(function(item), protocol=pickle.HIGHEST_PROTOCOL)
        write_frame(answers, answer)


def _take(questions: "SimpleQueue[bytearray | None]") -> None:
    """Take questions as they come: whoever asks never waits for us while we wait for them."""
    with suppress(EOFError):
        while True:
            questions.put(read_frame(0))
    questions.put(None)


if __name__ == "__main__":
    main()
