"""Splits a head from its body and into fields, whatever line ends or junk lines it has."""

import re
from dataclasses import dataclass

KNOWN = frozenset(
    b"""
    from to cc bcc reply-to sender date subject message-id in-reply-to references
    content-type content-disposition content-transfer-encoding content-id content-location
    """.split()
)
"""The fields a reader asks for, in lower case."""

_TELLING = KNOWN | {b"received", b"return-path", b"mime-version", b"delivered-to", b"x-mailer"}
_FIELD_NAME = re.compile(rb"[!-9;-~]+[ \t]*$")
_FIRST_LINE_END = re.compile(rb"\r\n?|\n")
_MOST_ENVELOPE_LINES = 3
_LONGEST_BROKEN = 1_000_000
MOST_FIELDS = 100_000
"""Fields of one head that are looked at; no honest mail has a thousandth of them."""

Fields = dict[bytes, list[bytes]]


@dataclass(slots=True)
class Head:
    """The fields that matter by lower-case name, the unfolded head, and where the body starts."""

    fields: Fields
    unfolded: bytes
    body_start: int
    has_defect: bool = False

    def first(self, name: bytes) -> bytes:
        """The first field of that name, or b""."""
        found = self.fields.get(name)
        return found[0] if found else b""


def prepare(raw: bytes) -> bytes:
    """The mail from its first field on, with line feeds where it had lone carriage returns."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    first = _FIRST_LINE_END.search(raw)
    if first is not None and first[0] == b"\r":
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if raw[:1] in (b"\r", b"\n", b" ", b"\t"):
        raw = raw.lstrip(b" \t\r\n")
    for _ in range(_MOST_ENVELOPE_LINES):
        if not raw.startswith((b"From ", b">From ")):
            break
        raw = raw[raw.find(b"\n") + 1 or len(raw) :]
    return raw


class BlankLines:
    """Finds the next empty line, looking at each byte once when it is asked going forward."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.crlf = -2
        self.lf = -2

    def after(self, position: int) -> tuple[int, int]:
        """Where the line before the next empty line ends, and where what follows it starts."""
        if self.crlf != -1 and self.crlf < position:
            self.crlf = self.data.find(b"\n\r\n", position)
        if self.lf != -1 and self.lf < position:
            self.lf = self.data.find(b"\n\n", position, self.crlf if self.crlf >= 0 else None)
            if self.lf < 0 and self.crlf >= 0:
                self.lf = -2
        if self.lf >= position and (self.crlf < 0 or self.lf < self.crlf):
            return self.lf, self.lf + 2
        if self.crlf >= position:
            return self.crlf, self.crlf + 3
        return len(self.data), len(self.data)


def read(data: bytes, start: int, end: int, body_start: int) -> Head:
    """The head between `start` and `end`; a whole head has its body at `body_start`."""
    block = data[start:end]
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    if b"\n " in block or b"\n\t" in block:
        block = block.replace(b"\n ", b" ").replace(b"\n\t", b"\t")
    fields: Fields = {}
    for line in block.split(b"\n", MOST_FIELDS)[:MOST_FIELDS]:
        name, colon, value = line.partition(b":")
        if not colon or b" " in name or b"\t" in name:
            if not colon or not _FIELD_NAME.match(name):
                return _read_broken(data, start, end, body_start)
            name = name.rstrip()
        name = name.lower()
        if name in KNOWN:
            fields.setdefault(name, []).append(value)
    return Head(fields, block, body_start)


def _read_broken(data: bytes, start: int, end: int, body_start: int) -> Head:
    """A head with a line that is no field: junk if a telling field follows, else the body."""
    fields: Fields = {}
    kept: list[bytes] = []
    position = start
    end = min(end, start + _LONGEST_BROKEN)
    last_telling = _last_telling(data, start, end)
    while position < end:
        after = data.find(b"\n", position, end) + 1 or end
        line = data[position:after].rstrip(b"\r\n").replace(b"\r", b" ")
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and kept:
            kept.append(line)
        elif colon and _FIELD_NAME.match(name):
            kept.append(b"\n" + line)
        elif position > last_telling:
            body_start = position
            break
        position = after
    unfolded = b"".join(kept).lstrip(b"\n")
    for line in unfolded.split(b"\n"):
        name, colon, value = line.partition(b":")
        if name.rstrip().lower() in KNOWN:
            fields.setdefault(name.rstrip().lower(), []).append(value)
    return Head(fields, unfolded, body_start, has_defect=True)


def _last_telling(data: bytes, start: int, end: int) -> int:
    """Where the last line begins that only a head would hold, or -1."""
    found = -1
    position = start
    while position < end:
        after = data.find(b"\n", position, end) + 1 or end
        name = data[position : min(after, position + 40)].partition(b":")[0]
        if name.rstrip().lower() in _TELLING:
            found = position
        position = after
    return found
