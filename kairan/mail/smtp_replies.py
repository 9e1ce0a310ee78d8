"""What an SMTP server answers: replies, and the parser that finds them in whatever bytes arrive."""

from enum import IntEnum
from typing import NamedTuple

from kairan.mail.errors import Kind, MailServerError, enhanced_code

# RFC 5321 §4.5.3.1.5 allows 512 octets; servers say more. Beyond this it is no reply.
_LONGEST_LINE = 8 * 1024
_MOST_LINES = 256
_KNOWN = 64

_CODES = {b"%d" % code: code for code in range(200, 600)}


class Stage(IntEnum):
    """The step of a letter that a reply belongs to."""

    MAIL = 0
    RCPT = 1
    DATA = 2
    BODY = 3


class Reply(NamedTuple):
    """One reply: its code and the text of its lines, verbatim, joined with line feeds."""

    code: int
    words: str

    @property
    def enhanced(self) -> str:
        """The RFC 3463 code (``"5.7.1"``) or ``""``."""
        return enhanced_code(self.words)

    @property
    def lines(self) -> list[str]:
        """The text of each line."""
        return self.words.split("\n")

    def __str__(self) -> str:
        return f"{self.code} {self.words}"


class ReplyParser:
    """Collects bytes and returns the replies they complete (RFC 5321 §4.2.1)."""

    def __init__(self) -> None:
        self._rest = b""
        self._earlier: list[str] = []
        self._known: dict[bytes, Reply] = {}  # a server says the same few lines for every letter

    def feed(self, data: bytes) -> list[Reply]:
        """Return the replies that ``data`` completes; PROTOCOL for what is no reply."""
        if self._rest:
            data = self._rest + data
        lines = data.split(b"\n")
        self._rest = lines.pop()
        if len(self._rest) > _LONGEST_LINE:
            raise _nonsense(self._rest)
        replies = []
        known = self._known
        for line in lines:
            reply = known.get(line) if not self._earlier else None
            if reply is None:
                reply = self._read(line)
            if reply is not None:
                replies.append(reply)
        return replies

    def _read(self, line: bytes) -> Reply | None:
        """Return the reply that ``line`` ends, or ``None`` when more lines follow."""
        code = _CODES.get(line[:3])
        mark = line[3:4]
        if code is None or mark not in b" -\r":
            raise _nonsense(line)
        text = line[4:].decode("utf-8", "backslashreplace").rstrip("\r")
        if mark == b"-":
            self._earlier.append(text)
            if len(self._earlier) > _MOST_LINES:
                raise _nonsense(line)
            return None
        if self._earlier:
            reply = Reply(code, "\n".join([*self._earlier, text]))
            self._earlier.clear()
            return reply
        reply = Reply(code, text)
        if len(self._known) < _KNOWN:
            self._known[line] = reply
        return reply

    def forget(self) -> bool:
        """Drop what is incomplete; return whether there was anything (RFC 3207 §4.2)."""
        anything = bool(self._rest or self._earlier)
        self._rest = b""
        self._earlier.clear()
        return anything


def _nonsense(line: bytes) -> MailServerError:
    return MailServerError(Kind.PROTOCOL, words=line[:200].decode("utf-8", "backslashreplace"))
