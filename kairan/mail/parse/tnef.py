"""Takes the files out of a winmail.dat, Outlook's own wrapping (MS-OXTNEF)."""

import struct
from collections.abc import Iterator

from kairan.mail import charsets
from kairan.mail.parse import words

_SIGNATURE = 0x223E9F78
_BEGINS = 0x00069002
_TITLE = 0x00018010
_DATA = 0x0006800F
_PROPERTIES = 0x00069005
_LONG_NAME = 0x3707
_MOST_FILES = 1_000
_MOST_ATTRIBUTES = 20_000
_UNICODE, _STRING8 = 0x1F, 0x1E
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8,
          0x40: 8, 0x48: 16}  # fmt: skip
_VARIABLE = frozenset({0x0D, 0x1E, 0x1F, 0x102})


def files(data: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of each file wrapped in `data`; whatever is broken ends the list."""
    found: list[tuple[str, bytes]] = []
    name, content = "", b""
    for attribute, value in _attributes(data):
        if attribute == _BEGINS:
            found.append((name, content))
            name, content = "", b""
        elif attribute == _TITLE:
            name = name or _text(value)
        elif attribute == _DATA:
            content = value
        elif attribute == _PROPERTIES:
            name = _long_name(value) or name
    return [file for file in (*found, (name, content)) if file[1]][:_MOST_FILES]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return
    position = 6
    for _ in range(_MOST_ATTRIBUTES):
        if position + 9 > len(data):
            return
        _, attribute, length = struct.unpack_from("<BII", data, position)
        position += 9
        if position + length > len(data):
            return
        yield attribute, data[position : position + length]
        position += length + 2


def _text(value: bytes) -> str:
    return words.one_line(words.scrub(charsets.decode(value.split(b"\0")[0]).text))


def _long_name(data: bytes) -> str:
    """PR_ATTACH_LONG_FILENAME among the MAPI properties of an attachment, or ""."""
    if len(data) < 4:
        return ""
    position = 4
    for _ in range(min(struct.unpack_from("<I", data)[0], 200)):
        if position + 8 > len(data):
            return ""
        kind, number = struct.unpack_from("<HH", data, position)
        value, position = _property(data, position + 4, kind)
        if position < 0:
            return ""
        if number == _LONG_NAME:
            return _name(value, kind)
    return ""


def _property(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    """One property's value and the next one's position, -1 where this reader cannot go on."""
    if kind in _FIXED:
        return b"", position + _FIXED[kind]
    if kind not in _VARIABLE or position + 8 > len(data):
        return b"", -1
    count, length = struct.unpack_from("<II", data, position)
    start = position + 8
    if count != 1 or start + length > len(data):
        return b"", -1
    return data[start : start + length], start + (length + 3) // 4 * 4


def _name(value: bytes, kind: int) -> str:
    if kind == _UNICODE:
        text = value.decode("utf-16-le", "replace").rstrip("\0")
        return words.one_line(words.scrub(text))
    return _text(value) if kind == _STRING8 else ""
