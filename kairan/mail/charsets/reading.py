"""Bytes of a letter turned into text, whatever their label claims; it never fails."""

import codecs
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from kairan.mail.charsets import guess, japanese
from kairan.mail.charsets.labels import ASCII_LABELS, codec_of, name_of

REPLACEMENT = "\ufffd"
_ESCAPE = ord("\x1b")


class Decoded(NamedTuple):
    """Text and how it was read.

    `charset` is the encoding used, by its WHATWG name in lower case. `certain` is False where it
    was guessed or bytes were lost. `defects` names what was wrong: "unknown-charset" (the label
    means nothing), "missing-charset", "mislabelled" (the label was not believed),
    "undecodable-bytes".
    """

    text: str
    charset: str
    certain: bool = True
    defects: tuple[str, ...] = ()


def decode(data: bytes, label: str | None = None) -> Decoded:
    """Read `data` as the charset `label`, as the web and mail clients do; never raises.

    A label that is missing, unknown or plainly wrong (us-ascii with 8-bit bytes, UTF-8 that is
    none) gives way to what the bytes look like: UTF-8, ISO-2022-JP, Shift_JIS, EUC-JP, others.
    The text holds no surrogates, only U+FFFD where bytes mean nothing.
    """
    name = name_of(label) if label else None
    if name is None:
        return _guessed(data, "unknown-charset" if label else "missing-charset")
    if data.isascii() and name not in _ESCAPING:
        return _ascii(data, name)
    if name == "utf-8":
        return _utf8(data)
    if name == "windows-1252" and label and label.strip(" \"'").lower() in ASCII_LABELS:
        return _guessed(data, "mislabelled")
    return _labelled(data, name)


def read_as(data: bytes, label: str) -> Decoded:
    """Read `data` as the charset `label` and as nothing else; a label nobody knows, as `decode`."""
    name = name_of(label)
    if name is None:
        return decode(data, label)
    text, lost = _read(data, name)
    return Decoded(text, name, defects=("undecodable-bytes",) if lost else ())


# In these, ASCII bytes can mean something else.
_ESCAPING = frozenset(
    {
        "iso-2022-jp",
        "iso-2022-kr",
        "hz",
        "utf-7",
        "utf-16le",
        "utf-16be",
        "utf-32",
        "utf-32le",
        "utf-32be",
    }
)


def _ascii(data: bytes, name: str) -> Decoded:
    if _ESCAPE in data and guess.charset(data) == "iso-2022-jp":
        return _guessed(data, "mislabelled")
    return Decoded(data.decode("ascii"), name)


def _labelled(data: bytes, name: str) -> Decoded:
    text, lost = _read(data, name)
    if not lost and not (name == "shift_jis" and japanese.looks_like_euc(data)):
        return Decoded(text, name)
    better = guess.contradicting(data, name)
    if better is not None:
        text, lost = _read(data, better)
        return Decoded(text, better, certain=False, defects=_lost("mislabelled", lost=lost))
    return Decoded(text, name, certain=False, defects=("undecodable-bytes",))


def _utf8(data: bytes) -> Decoded:
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if guess.is_mostly_utf8(body):
        text = body.decode("utf-8", "replace")
        return Decoded(text, "utf-8", certain=False, defects=("undecodable-bytes",))
    return _guessed(data, "mislabelled")


def _guessed(data: bytes, why: str) -> Decoded:
    name = guess.charset(data)
    if name == "us-ascii":
        return Decoded(
            data.decode("ascii"), name, defects=() if why == "missing-charset" else (why,)
        )
    text, lost = _read(data, name)
    return Decoded(text, name, certain=False, defects=_lost(why, lost=lost))


def _lost(why: str, *, lost: bool) -> tuple[str, ...]:
    return (why, "undecodable-bytes") if lost else (why,)


def _read(data: bytes, name: str) -> tuple[str, bool]:
    """The text of `data` in the encoding `name` (a WHATWG name), and whether bytes were lost."""
    reader = _READERS.get(name)
    if reader is not None:
        text = reader(data)
    elif name.startswith("windows-"):
        text = _windows(data, codec_of(name))
    else:
        text = data.decode(codec_of(name), "replace")
    if name in _PAIRED:
        text = _without_surrogates(text)
    return text, REPLACEMENT in text


# Those whose bytes can say half of a surrogate pair.
_PAIRED = frozenset(
    {"gbk", "gb18030", "utf-7", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be"}
)


def _windows(data: bytes, codec: str) -> str:
    """A Windows code page as the web has it: the bytes it leaves free are C1 controls."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return codecs.charmap_decode(data, "replace", _code_page(codec))[0]


@lru_cache(maxsize=16)
def _code_page(codec: str) -> str:
    cells = (bytes((byte,)).decode(codec, "replace") for byte in range(256))
    return "".join(
        chr(byte) if cell == REPLACEMENT and byte < 0xA0 else cell
        for byte, cell in enumerate(cells)
    )


def _utf16(data: bytes, byte_order: str) -> str:
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16", "replace")
    return data.decode(byte_order, "replace")


def _utf7(data: bytes) -> str:
    """RFC 2152; bytes above 127, which it does not know, are read as Windows would."""
    if not data.isascii():
        return data.decode("cp1252", "replace")
    return data.decode("utf-7", "replace")


def _without_surrogates(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _gb18030(data: bytes) -> str:
    text = data.decode("gb18030", "replace")
    return text.translate(_GB18030_SINCE_2022) if _PRIVATE.search(text) else text


_PRIVATE = re.compile("[\ue000-\uf8ff]")


# Python's codec is that of the year 2000, with private places for what Unicode has got since.
_GB18030_SINCE_2022 = {
    0xE5E5: 0x3000,
    0xE7C7: 0x1E3F,
    **{0xE78D + at: character for at, character in enumerate(map(ord, "︐︒︑︓︔︕︖︗︘︙"))},
    **{
        private: 0x9FB4 + at
        for at, private in enumerate(
            (0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864)
        )
    },
}

_READERS: dict[str, Callable[[bytes], str]] = {
    "iso-2022-jp": japanese.read_iso_2022_jp,
    "shift_jis": japanese.read_shift_jis,
    "euc-jp": japanese.read_euc_jp,
    "gbk": _gb18030,
    "gb18030": _gb18030,
    "utf-7": _utf7,
    "utf-16le": lambda data: _utf16(data, "utf-16-le"),
    "utf-16be": lambda data: _utf16(data, "utf-16-be"),
}
