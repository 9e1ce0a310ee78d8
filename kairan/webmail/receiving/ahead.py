"""Takes items from a generator in a thread of its own, a few ahead of whoever works on them."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from typing import Generic, TypeVar

T = TypeVar("T")

_PATIENCE = 5.0


class _End(Generic[T]):
    """The last thing in the queue: how the generator ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class _Ahead(Generic[T]):
    def __init__(self, items: Generator[T, None, None], most: int) -> None:
        self._items = items
        self._ready: Queue[T | _End[T]] = Queue(most)
        self._is_given_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)

    def __iter__(self) -> Iterator[T]:
        self._thread.start()
        while not isinstance(item := self._ready.get(), _End):
            yield item
        self._thread.join()
        if item.error is not None:
            raise item.error

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            for item in self._items:
                self._ready.put(item)
                if self._is_given_up.is_set():
                    return
        except BaseException as caught:  # noqa: BLE001 - whoever takes the items raises it
            error = caught
        finally:
            self._items.close()
        self._ready.put(_End(error))

    def give_up(self) -> None:
        """Let the thread end; it may wait to hand over one more item."""
        self._is_given_up.set()
        while True:
            try:
                self._ready.get_nowait()
            except Empty:
                break
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)


@contextmanager
def ahead(
    items: Generator[T, None, None], *, most: int, stop: Callable[[], None]
) -> Iterator[Iterator[T]]:
    """Yield an iterator over ``items``, which a thread takes at most ``most`` ahead.

    What the generator raises is raised after its last item. A block that raises calls ``stop``,
    which must end what the generator waits for.
    """
    thread = _Ahead(items, most)
    try:
        yield iter(thread)
    except BaseException:
        stop()
        thread.give_up()
        raise
