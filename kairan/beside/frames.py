"""What two processes say to each other through a pipe: a length, then so many bytes."""

import os
import select
import struct

_LENGTH = struct.Struct("!Q")


def write_frame(descriptor: int, data: bytes, *, patience: float | None = None) -> None:
    """Write ``data`` as one frame.

    Raises ``OSError``: also ``TimeoutError`` when, on a descriptor that does not block, nothing
    could be written for ``patience`` seconds.
    """
    for part in (_LENGTH.pack(len(data)), data):
        rest = memoryview(part)
        while rest:
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:
                _await(descriptor, select.POLLOUT, patience)


def read_frame(descriptor: int, *, patience: float | None = None) -> bytearray:
    """Return the bytes of the next frame.

    Raises ``EOFError`` where there is none, and ``OSError``: also ``TimeoutError`` when, on a
    descriptor that does not block, nothing came for ``patience`` seconds.
    """
    (length,) = _LENGTH.unpack(_read(descriptor, _LENGTH.size, patience))
    return _read(descriptor, length, patience)


def _read(descriptor: int, length: int, patience: float | None) -> bytearray:
    data = bytearray(length)
    rest = memoryview(data)
    while rest:
        try:
            count = os.readv(descriptor, [rest])
        except BlockingIOError:
            _await(descriptor, select.POLLIN, patience)
            continue
        if not count:
            raise EOFError
        rest = rest[count:]
    return data


def _await(descriptor: int, event: int, patience: float | None) -> None:
    poll = select.poll()  # Not select: it knows no descriptor above 1,023.
    poll.register(descriptor, event)
    if not poll.poll(None if patience is None else patience * 1000):
        raise TimeoutError
