"""Splits a head from its body and into fields, whatever line ends or junk lines it has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

KNOWN = frozenset(
    b"""
    from to cc bcc reply-to sender date subject message-id in-reply-to references
    content-type content-disposition content-transfer-encoding content-id content-location
    """.split()
)
"""The fields a reader asks for, in lower case."""

_TELLING = KNOWN | {b"received", b"return-path", b"mime-version", b"delivered-to", b"x-mailer"}
_FIELD_NAME = re.compile(rb"[!-9;-~]+[ \t]*$")
_BEGINNINGS = b"|".join(
    b"".join(
        b"[%c%c]" % (letter, letter ^ 32) if letter > ord("@") else b"%c" % letter
        for letter in begin
    )
    for begin in sorted({name[:3] for name in KNOWN})
)
# A field whose first letters are those of one that is asked for: its name, and its value with the
# lines that go on with it. Else a field that nobody asks for. Else a line that is no field.
_FIELD = re.compile(
    rb"\n(?:((?:" + _BEGINNINGS + rb")[!-9;-~]*+)[ \t]*+:(.*+(?:\n[ \t].*+)*+)"
    rb"|[!-9;-~]++[ \t]*+:.*+(?:\n[ \t].*+)*+|(.+))"
)
_SPELLINGS = {
    spelling: name
    for name in KNOWN
    for spelling in (name, name.title(), name.title().replace(b"-Id", b"-ID"), name.upper())
}
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONE_RETURN = re.compile(rb"[^\r\n]*+\r(?!\n)")
_BLANKS = b" \t\r\n"
_RETURN, _FEED = b"\r\n"
_BEGINNING = re.compile(rb"[!-9;-~]+[ \t]*:|>?From ")
_MOST_ENVELOPE_LINES = 3
_LONGEST_BROKEN = 200_000
_LONG = 64_000
_SHORT = 200
MOST_FIELDS = 5_000
"""Fields of a long head that are kept; no honest mail has a tenth of them."""

Fields = dict[bytes, list[bytes]]


@dataclass(slots=True)
class Head:
    """The fields that matter by lower-case name.

    `raw` is the whole head, of the mail's own head only. Parts of many mails may share one.
    """

    fields: Fields
    raw: bytes = b""
    has_defect: bool = False

    def first(self, name: bytes) -> bytes:
        """The first field of that name, or b""."""
        found = self.fields.get(name)
        return found[0] if found else b""


def prepare(raw: bytes) -> bytes:
    """The mail from its first field on, with line feeds where it had lone carriage returns."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    if _LONE_RETURN.match(raw):
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if raw[:1] in (b"\r", b"\n", b" ", b"\t"):
        raw = _without_blanks(raw)
    for _ in range(_MOST_ENVELOPE_LINES):
        if not raw.startswith((b"From ", b">From ")):
            break
        raw = raw[raw.find(b"\n") + 1 or len(raw) :]
    return raw


def _without_blanks(raw: bytes) -> bytes:
    """The mail without blanks before its head; where no head follows them, all of it is body."""
    rest = raw.lstrip(_BLANKS)
    return rest if _BEGINNING.match(rest) else raw


class BlankLines:
    """Finds the next empty line, looking at each byte once when it is asked going forward."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.start = self.end = -1

    def first(self) -> tuple[int, int]:
        """Where the mail's own head ends, and where its body starts."""
        for line_end in (b"\n", b"\r\n"):
            if self.data.startswith(line_end):
                return 0, len(line_end)
        return self.after(0)

    def after(self, position: int) -> tuple[int, int]:
        """Where the line before the next empty line ends, and where what follows it starts."""
        if self.start < position:
            found = _BLANK_LINE.search(self.data, position)
            self.start, self.end = found.span() if found else (len(self.data), len(self.data))
        return self.start, self.end


def read(data: bytes, start: int, end: int, body_start: int) -> tuple[Head, int]:
    """The head between `start` and `end`, and where its body starts: at `body_start`, where no line
    before it is one of the body."""
    block = data[start:end]
    if start:
        head = _repeated(block) if len(block) <= _SHORT else _of_part(block)
    else:
        fields = _well_formed(block)
        head = None if fields is None else Head(fields, block)
    if head is None:
        return _read_broken(data, start, end, body_start)
    return head, body_start


@lru_cache(maxsize=1024)
def _repeated(block: bytes) -> Head | None:
    """The head of a part; many say the same in the same words."""
    return _of_part(block)


def _of_part(block: bytes) -> Head | None:
    fields = _well_formed(block)
    return None if fields is None else Head(fields)


def _well_formed(block: bytes) -> Fields | None:
    """The fields that are known, None if a line of the block is no field."""
    fields: Fields = {}
    for name, value, junk in _fields(b"\n" + block):
        if name:
            key = _SPELLINGS.get(name) or name.lower()
            if key in fields:
                fields[key].append(_unfolded(value))
            elif key in KNOWN:
                fields[key] = [_unfolded(value)]
        elif junk:
            return None
    return fields


def _fields(block: bytes) -> Iterable[tuple[bytes, bytes, bytes]]:
    """Names and values of the fields that may be known ones, and lines that are no fields.

    What is no field is looked for in the beginning alone of a head that no honest mail has.
    """
    if len(block) <= _LONG:
        return _FIELD.findall(block)
    begin = block.rfind(b"\n", 0, _LONG) + 1
    found = (
        (match[1] or b"", match[2] or b"", b"" if match.start() >= begin else match[3] or b"")
        for match in _FIELD.finditer(block)
    )
    telling = (each for each in found if each[2] or each[0].lower() in KNOWN)
    return islice(telling, MOST_FIELDS)


def _unfolded(value: bytes) -> bytes:
    if value.endswith(b"\r"):
        value = value[:-1]
    if _FEED in value:
        value = value.replace(b"\r\n", b"").replace(b"\n", b"")
    return value.replace(b"\r", b" ") if _RETURN in value else value


def unfolded(block: bytes) -> bytes:
    """A head with a field on each line, line feeds between them (RFC 5322 2.2.3)."""
    if _RETURN in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    if b"\n " in block or b"\n\t" in block:
        block = block.replace(b"\n ", b" ").replace(b"\n\t", b"\t")
    return block


def _read_broken(data: bytes, start: int, end: int, body_start: int) -> tuple[Head, int]:
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
    block = b"".join(kept).lstrip(b"\n")
    for line in block.split(b"\n"):
        name, colon, value = line.partition(b":")
        if name.rstrip().lower() in KNOWN:
            fields.setdefault(name.rstrip().lower(), []).append(value)
    return Head(fields, block, has_defect=True), body_start


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
