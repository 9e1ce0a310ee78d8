"""Asks a guarded process for a picture of a file: few at once, not for long, never trusted."""

import os
import subprocess
import sys
import threading
from enum import IntEnum

from kairan.attachments.previews.kinds import Kind

LARGEST = 25 * 1024 * 1024
"""Bytes of a file of which a picture is made."""
SECONDS = 15
SECONDS_OF_WAITING = 0.5
"""How long one may wait for others: who waits holds a thread that serves the whole office."""
AT_ONCE = threading.BoundedSemaphore(2)


class NotShown(Exception):
    """Of this file no picture can be made: it is broken, too large, or costs too much."""


class Busy(Exception):
    """Others have pictures drawn now; it may be asked for again in a moment."""


class Size(IntEnum):
    """How many points a picture has at most on its longer side."""

    THUMBNAIL = 240
    PAGE = 1600


def draw(data: bytes, kind: Kind, *, size: Size, page: int = 1) -> bytes:
    """Return a WebP picture of ``data``: of the picture that it is, or of a page of a PDF.

    Raises ``NotShown`` and ``Busy``.
    """
    return _asked(data, kind, str(int(size)), str(page))


def pages(data: bytes, kind: Kind) -> int:
    """Return how many pages ``data`` has, one for a picture. Raises ``NotShown`` and ``Busy``."""
    return int(_asked(data, kind, "0", "0"))


def _asked(data: bytes, kind: Kind, size: str, page: str) -> bytes:
    if len(data) > LARGEST:
        raise NotShown
    if not AT_ONCE.acquire(timeout=SECONDS_OF_WAITING):
        raise Busy
    command = [sys.executable, "-I", "-m", "kairan.attachments.previews.drawing"]
    try:
        done = subprocess.run(  # noqa: S603 (our own module, and words that we have made)
            [*command, kind.value, size, page],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={"PATH": os.defpath},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotShown from error
    finally:
        AT_ONCE.release()
    return done.stdout
