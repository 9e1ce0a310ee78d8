"""A small disk that is full for a while."""

import errno
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

_BLOCK = b"\0" * 4096


class NoDisk(Exception):
    """No disk can be mounted here; carries the sentence."""


class SmallDisk:
    """A ``tmpfs`` of so many megabytes over ``place`` until the end of the ``with``."""

    def __init__(self, place: Path, *, megabytes: int) -> None:
        self._place = place
        self._size = megabytes
        self._ballast = place / "ballast"

    def __enter__(self) -> Self:
        """Mount it. Raises NoDisk."""
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={self._size}m,mode=755", "none", self._place],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoDisk(f"A small disk can be mounted by root only: {done.stderr.strip()}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        subprocess.run(["umount", "-l", self._place], check=True, capture_output=True)

    def fill(self) -> None:
        """Leave no room."""
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(_BLOCK)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def empty(self) -> None:
        """Make room again."""
        self._ballast.unlink()
