"""Undoes a Content-Transfer-Encoding (RFC 2045 6), saving what can be saved of a broken one."""

import binascii
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import pybase64

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64.rstrip()))
_LINE = 80
_RULE = re.compile(rb"\n[ \t]*+(?:[_*#~=-]{4,}+|--)[ \t]*+(?=\r?\n|\Z)")
"""The line that a mailing list draws above its footer."""
_PADDING = re.compile(rb"=+")
_MOST_GROUPS = 100_000
_BLOCK = 64_000
_BLANKS = re.compile(rb"(?<![ \t])[ \t]++(?=\r?\n|\Z)")
_RETURN = ord("\r")
# Each begins with the byte that is quickly found: the blank before it is looked for backwards.
_BLANK_ENDS = (re.compile(rb"\r(?<=[ \t]\r)"), re.compile(rb"\n(?<=[ \t]\n)"))
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? +[0-7]{3,4} +([^\r\n]*)\r?\n", re.MULTILINE)
_LONGEST_NAME = 200
_MOST_BEGINS = 20_000
_MOST_LINES = 500_000
_UU_NAMES = frozenset({"uuencode", "x-uuencode", "x-uue", "uue", "uu"})

NO_DEFECTS: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def encoding_name(raw: bytes) -> str:
    """The encoding a header means: lower case, without what careless senders append."""
    words = raw[:_LONGEST_NAME].decode("latin-1").replace(";", " ").replace('"', " ").split()
    name = words[0].lower() if words else ""
    return "quoted-printable" if name.startswith("quoted") else name


def decode(data: bytes, encoding: str) -> tuple[bytes, tuple[str, ...]]:
    """The decoded bytes and what was wrong. An unknown encoding leaves them as they are."""
    if encoding == "base64":
        return _from_base64(data)
    if encoding == "quoted-printable":
        return _from_quoted_printable(data), NO_DEFECTS
    if encoding in _UU_NAMES:
        return _from_uuencode(data)
    return data, NO_DEFECTS


def _from_base64(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    if data[-_LINE:].translate(None, _BASE64):
        return _saved_base64(data)
    padding = data.find(b"=")
    if padding < 0 or data[padding:].strip(b"=\r\n\t ") == b"":
        try:
            return pybase64.b64decode(data), NO_DEFECTS
        except binascii.Error:
            pass
    return _saved_base64(data)


def _saved_base64(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Decodes groups that each end in padding; a mailing list's footer after one ends the part."""
    footer = _RULE.search(data)
    if footer:
        data = data[: footer.start()]
    out = bytearray()
    position = groups = 0
    while position < len(data) and groups < _MOST_GROUPS:
        padding = _PADDING.search(data, position)
        end = padding.start() if padding else len(data)
        chunk = data[position:end]
        if position and not _looks_like_base64(chunk):
            break
        letters = chunk.translate(None, _NOT_BASE64)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        out += binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        position = padding.end() if padding else len(data)
        groups += 1
    return bytes(out), ("broken-base64",)


def _looks_like_base64(chunk: bytes) -> bool:
    words = chunk.split(None, 40)[:40]
    return bool(words) and all(
        len(word) % 4 == 0 and word.translate(None, _NOT_BASE64) == word for word in words[:-1]
    )


def _from_quoted_printable(data: bytes) -> bytes:
    if _has_blank_ends(data):
        return b"".join(binascii.a2b_qp(_BLANKS.sub(b"", block)) for block in _blocks(data, _BLOCK))
    return binascii.a2b_qp(data)


def _has_blank_ends(data: bytes) -> bool:
    """May blanks stand at the ends of lines?"""
    before_return, before_feed = _BLANK_ENDS
    if before_feed.search(data) or (_RETURN in data and before_return.search(data)):
        return True
    return data.endswith((b" ", b"\t"))


def _blocks(data: bytes, size: int) -> Iterator[bytes]:
    """The data in pieces of about `size` that end where a line does."""
    position = 0
    while position < len(data):
        after = data.find(b"\n", position + size) + 1 or len(data)
        yield data[position:after]
        position = after


def _from_uuencode(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    begin = _UU_BEGIN.search(data)
    start = begin.end() if begin else 0
    decoded, end = uu_lines(data, start)
    if end == start:
        return data, ("broken-uuencode",)
    return decoded, NO_DEFECTS


def uu_lines(data: bytes, start: int) -> tuple[bytes, int]:
    """The bytes of the uuencoded lines from `start` on, and where the block ends."""
    out = bytearray()
    position = start
    for _ in range(_MOST_LINES):
        if position >= len(data):
            break
        newline = data.find(b"\n", position)
        after = len(data) if newline < 0 else newline + 1
        line = data[position:after].rstrip(b"\r\n")
        if line == b"end":
            return bytes(out), after
        decoded = _uu_line(line)
        if decoded is None:
            break
        out += decoded
        position = after
    return bytes(out), position


def _uu_line(line: bytes) -> bytes | None:
    """One line's bytes, or None if it is no uuencoded line."""
    if not line:
        return b""
    if not 32 <= line[0] <= 96 or len(line) > 90:
        return None
    count = (line[0] - 32) & 63
    letters = (count + 2) // 3 * 4
    if len(line) - 1 - letters > 3:  # Fewer may be: some servers cut blanks, which are zeros.
        return None
    try:
        return binascii.a2b_uu(line[: letters + 1])
    except binascii.Error:
        return None


def inline_files(text: bytes, *, most: int) -> list[tuple[int, int, bytes, bytes]]:
    """Uuencoded files within a plain text, the first `most`: start, end, name and bytes of each."""
    if text.find(b"begin") < 0:
        return []
    found: list[tuple[int, int, bytes, bytes]] = []
    position = 0
    for begin in islice(_UU_BEGIN.finditer(text), _MOST_BEGINS):
        if begin.start() < position or len(found) >= most:
            continue
        data, end = uu_lines(text, begin.end())
        if data and text.rfind(b"end", begin.end(), end) >= 0:
            found.append((begin.start(), end, begin[1].strip(), data))
        position = max(end, begin.end())
    return found
