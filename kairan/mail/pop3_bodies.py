"""Multi-line answers of POP3: where they end, and the doubled dots inside (RFC 1939 §3)."""


def stuff(body: bytes) -> bytes:
    """Return ``body`` (CRLF lines) as a server sends it, with its end."""
    if not body.endswith(b"\r\n") and body:
        body += b"\r\n"
    doubled = body.replace(b"\r\n.", b"\r\n..")
    return (b"." if body.startswith(b".") else b"") + doubled + b".\r\n"


def unstuff(body: bytes, newline: bytes = b"\r\n") -> bytes:
    """Return ``body`` with the doubled dot at the start of a line made one.

    A single dot before other text stays: servers that forget to double would lose it.
    """
    if body.startswith(b".."):
        body = body[1:]
    doubled = newline + b".."
    return body.replace(doubled, newline + b".") if doubled in body else body


class Unstuffing:
    """Takes a multi-line answer apart in pieces, for a message too large for memory.

    ``feed`` returns what may be written so far; ``done`` is true once the end was met, and
    ``rest`` are the bytes after it.
    """

    def __init__(self, newline: bytes) -> None:
        self.done = False
        self.rest = b""
        self._newline = newline
        self._end = newline + b"." + newline
        self._held = newline  # the end of the status line, so that the first line is a line too
        self._skip = len(newline)

    def feed(self, data: bytes) -> bytes:
        """Return the bytes of the message that ``data`` completes."""
        held = self._held + data
        newline = self._newline
        at = held.find(self._end)
        if at >= 0:
            self.done = True
            self.rest = held[at + len(self._end) :]
            cut = at + len(newline)
        else:
            # Nothing that could begin an end or a doubled dot may be cut in two.
            last = held.rfind(newline)
            cut = last if last >= max(len(held) - 8, 0) else max(len(held) - 4, 0)
        self._held = held[cut:]
        piece = held[:cut].replace(newline + b"..", newline + b".")
        skip = min(self._skip, len(piece))
        self._skip -= skip
        return piece[skip:]
