"""A process that computes beside this one, for work that one interpreter cannot do at a time.

It is a shortcut and no more: it holds nothing that is not held here, and whatever it does not
answer (it was killed, it could not be started, it hangs) is computed here.
"""

import fcntl
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol, TypeVar

from kairan.beside.frames import read_frame, write_frame

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 3
"""So many items are with the process at a time: it need not wait for us, nor we for it."""

PATIENCE = 120.0
"""Seconds after which a process that does not answer is taken for dead."""

_PIPE = 1024 * 1024
_CORES = len(os.sched_getaffinity(0))
_free = threading.BoundedSemaphore(_CORES)


class Each(Protocol):
    """Gives ``function(item)`` for each item, in order, as ``map`` does."""

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterator[R]:
        """Yield the results. What ``items`` raises is raised after those of all it gave."""


@contextmanager
def beside(module: str) -> Iterator[Each]:
    """Yield what does the work of ``map`` in a process beside this one, until the block ends.

    The functions stand in ``module``, which needs no Django; items and results are pickled. Where
    as many such processes are at work as the machine has processors, or it has but one, the
    work is done here.
    """
    if _CORES == 1 or not _free.acquire(blocking=False):
        yield map
        return
    hand = Hand(module)
    try:
        yield hand.each
    finally:
        hand.let_go()
        _free.release()


class Hand:
    """A process that computes what the functions of ``module`` give; for one thread.

    It ends when it is let go, and when this process dies, however it does.
    """

    def __init__(self, module: str) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, "-P", "-m", "kairan.beside", module],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except OSError:
            log.exception("No process could be started to compute beside this one.")
        else:
            for pipe in (self._process.stdin, self._process.stdout):
                _settle(_number(pipe))

    @property
    def pid(self) -> int | None:
        """The number of the process; None where there is none (any more)."""
        return self._process.pid if self._process else None

    def each(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterator[R]:
        """Do what ``Each`` says; some items are computed ahead."""
        asked: deque[T] = deque()
        coming = _Coming(items)
        try:
            while True:
                while len(asked) < AHEAD and coming.has_more():
                    asked.append(coming.item)
                    self._ask(function, coming.item)
                if not asked:
                    break
                yield self._answer(function, asked.popleft())
        finally:
            if asked:
                self.let_go()  # Nobody takes its answers any more.
        if coming.error is not None:
            raise coming.error

    def _ask(self, function: Callable[[T], R], item: T) -> None:
        if self._process is not None:
            question = pickle.dumps((function, item), protocol=pickle.HIGHEST_PROTOCOL)
            try:
                write_frame(_number(self._process.stdin), question, patience=PATIENCE)
            except OSError:
                self._lose()

    def _answer(self, function: Callable[[T], R], item: T) -> R:
        if self._process is not None:
            try:
                answer = read_frame(_number(self._process.stdout), patience=PATIENCE)
            except (OSError, EOFError):
                self._lose()
            else:
                result: R = pickle.loads(answer)  # noqa: S301 - our own process said it
                return result
        return function(item)

    def _lose(self) -> None:
        log.warning("A process that computed beside this one has ended; this one goes on alone.")
        self.let_go()

    def let_go(self) -> None:
        """End the process, whatever it does: nothing is lost with it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with process:  # Waits, and closes the pipes.
            pass


def _number(pipe: IO[bytes] | None) -> int:
    assert pipe is not None  # noqa: S101
    return pipe.fileno()


def _settle(descriptor: int) -> None:
    """Have a pipe wait for nobody, and take much at once where the system lets us."""
    os.set_blocking(descriptor, False)
    with suppress(OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE)


class _Coming:
    """Takes items one by one, and keeps the error that ends them."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._items = iter(items)
        self._is_over = False
        self.item: Any = None
        self.error: Exception | None = None

    def has_more(self) -> bool:
        """Whether there is another: it is ``item`` now."""
        if self._is_over:
            return False
        try:
            self.item = next(self._items)
        except StopIteration:
            self._is_over = True
        except Exception as error:  # noqa: BLE001 - raised when what came before it is answered
            self._is_over, self.error = True, error
        return not self._is_over
