"""A bell: other threads ring it, a poll loop hears it."""

import os
import threading
from contextlib import suppress


class Bell:
    """``fileno`` is readable once it has been rung, until ``hush``."""

    def __init__(self) -> None:
        self._reading, self._ringing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._lock = threading.Lock()
        self._is_gone = False

    def fileno(self) -> int:
        """The number to poll for readability."""
        return self._reading

    def ring(self) -> None:
        """Wake whoever polls; nothing happens once it is closed."""
        with self._lock, suppress(BlockingIOError):  # A full pipe has rung enough.
            if not self._is_gone:
                os.write(self._ringing, b".")

    def hush(self) -> None:
        """Be silent until it is rung again."""
        with suppress(BlockingIOError):
            os.read(self._reading, 4096)

    def close(self) -> None:
        """Take it down."""
        with self._lock:
            self._is_gone = True
            os.close(self._reading)
            os.close(self._ringing)
