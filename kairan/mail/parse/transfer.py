"""Undoes a Content-Transfer-Encoding (RFC 2045 6), saving what can be saved of a broken one."""

import binascii
import re

_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)
_PADDING = re.compile(rb"=+")
_MOST_GROUPS = 100_000
_BLANK_END = (b" \n", b"\t\n", b" \r\n", b"\t\r\n")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? +[0-7]{3,4} +([^\r\n]*)\r?\n", re.MULTILINE)
_UU_NAMES = frozenset({"uuencode", "x-uuencode", "x-uue", "uue", "uu"})

NO_DEFECTS: tuple[str, ...] = ()


def encoding_name(raw: str) -> str:
    """The encoding a header means: lower case, without what careless senders append."""
    words = raw.replace(";", " ").replace('"', " ").split()
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
    padding = data.find(b"=")
    if padding < 0 or padding >= len(data.rstrip()) - 2:
        try:
            return binascii.a2b_base64(data), NO_DEFECTS
        except binascii.Error:
            pass
    return _saved_base64(data)


def _saved_base64(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Decodes groups that each end in padding; a mailing list's footer after one ends the part."""
    out: list[bytes] = []
    position = 0
    while position < len(data) and len(out) < _MOST_GROUPS:
        padding = _PADDING.search(data, position)
        end = padding.start() if padding else len(data)
        chunk = data[position:end]
        if position and not _looks_like_base64(chunk):
            break
        letters = chunk.translate(None, _NOT_BASE64)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        out.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
        position = padding.end() if padding else len(data)
    return b"".join(out), ("broken-base64",)


def _looks_like_base64(chunk: bytes) -> bool:
    words = chunk.split(None, 40)[:40]
    return bool(words) and all(
        len(word) % 4 == 0 and word.translate(None, _NOT_BASE64) == word for word in words[:-1]
    )


def _from_quoted_printable(data: bytes) -> bytes:
    if any(blank in data for blank in _BLANK_END) or data.endswith((b" ", b"\t")):
        data = b"\n".join(_without_trailing_blanks(line) for line in data.split(b"\n"))
    return binascii.a2b_qp(data)


def _without_trailing_blanks(line: bytes) -> bytes:
    if line.endswith(b"\r"):
        return line[:-1].rstrip(b" \t") + b"\r"
    return line.rstrip(b" \t")


def _from_uuencode(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    begin = _UU_BEGIN.search(data)
    start = begin.end() if begin else 0
    decoded, end = uu_lines(data, start)
    if end == start:
        return data, ("broken-uuencode",)
    return decoded, NO_DEFECTS


def uu_lines(data: bytes, start: int) -> tuple[bytes, int]:
    """The bytes of the uuencoded lines from `start` on, and where the block ends."""
    out: list[bytes] = []
    position = start
    while position < len(data):
        newline = data.find(b"\n", position)
        after = len(data) if newline < 0 else newline + 1
        line = data[position:after].rstrip(b"\r\n")
        if line == b"end":
            return b"".join(out), after
        decoded = _uu_line(line)
        if decoded is None:
            break
        out.append(decoded)
        position = after
    return b"".join(out), position


def _uu_line(line: bytes) -> bytes | None:
    """One line's bytes, or None if it is no uuencoded line."""
    if not line:
        return b""
    if not 32 <= line[0] <= 96 or len(line) > 90:
        return None
    count = (line[0] - 32) & 63
    letters = (count + 2) // 3 * 4
    if abs(len(line) - 1 - letters) > 3:
        return None
    try:
        return binascii.a2b_uu(line[: letters + 1])
    except binascii.Error:
        return None


def inline_files(text: bytes) -> list[tuple[int, int, bytes, bytes]]:
    """Uuencoded files within a plain text: start, end, name and decoded bytes of each."""
    if b"begin" not in text:
        return []
    found: list[tuple[int, int, bytes, bytes]] = []
    position = 0
    while (begin := _UU_BEGIN.search(text, position)) is not None:
        data, end = uu_lines(text, begin.end())
        if data and text.rfind(b"end", begin.end(), end) >= 0:
            found.append((begin.start(), end, begin[1].strip(), data))
        position = max(end, begin.end())
    return found
