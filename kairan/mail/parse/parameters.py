"""Reads fields with parameters, like Content-Type (RFC 2045, 2183, 2231), and their bad habits."""

import re
import urllib.parse
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from kairan.mail import charsets
from kairan.mail.parse import words

_SHORT = 100
_EQUALS, _BACKSLASH = b"=\\"
_QUOTED_PAIR = re.compile(rb"\\(.)")
_ENCODED = re.compile(rb"[?%\x1b]")
_NONE: Mapping[str, str] = {}

LONGEST = 65536
"""Bytes of one such field that are looked at; no honest one is longer."""

_PARAMETER = re.compile(
    r"""(?:^|[;\s])([\w*.%-]{1,60})\s{0,20}=\s{0,20}("((?:[^"\\]|\\.)*)"|[^;]*?(?=;|$|\s[\w*-]{1,40}=))""",
    re.DOTALL,
)
_BOUNDARY = re.compile(
    rb"""boundary\s{0,20}=\s{0,20}("((?:[^"\\]|\\.)*)"|[^;]*)""", re.IGNORECASE | re.DOTALL
)
_TYPE = re.compile(rb"\s*([\w.+!#$&^-]{1,100})\s*/\s*([\w.+!#$&^-]{1,100})")
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?$")
_ESCAPED = re.compile(r'\\(["\\])')

Parameters = Mapping[str, str]


@lru_cache(maxsize=1024)
def media_type(raw: bytes) -> str:
    """The type/subtype in lower case, or "" if there is none to be read."""
    match = _TYPE.match(raw)
    return (match[1] + b"/" + match[2]).decode("latin-1").lower() if match else ""


def boundary(raw: bytes) -> bytes:
    """The boundary of a multipart's Content-Type as bytes, or b""."""
    match = _BOUNDARY.search(raw[:LONGEST])
    if match is None:
        return read(raw).get("boundary", "").encode("utf-8", "replace")
    quoted = match[2]
    if quoted is None:
        return match[1].strip().strip(b'"')
    return _QUOTED_PAIR.sub(rb"\1", quoted) if _BACKSLASH in quoted else quoted


def read(raw: bytes, charset: str = "") -> Parameters:
    """The parameters by lower-case name; of two the first wins, an RFC 2231 form over a plain."""
    if _EQUALS not in raw:
        return _NONE
    if len(raw) <= _SHORT and raw.isascii() and not _ENCODED.search(raw):
        return _known(raw)
    return _read(raw, charset)


@lru_cache(maxsize=2048)
def _known(raw: bytes) -> Parameters:
    """The parameters of a field like those of many other mails."""
    return _read(raw, "")


def _read(raw: bytes, charset: str) -> Parameters:
    text = words.raw_text(raw[:LONGEST], charset)
    plain: dict[str, str] = {}
    split: defaultdict[str, dict[int, tuple[str, bool]]] = defaultdict(dict)
    for match in _PARAMETER.finditer(text):
        name = match[1].lower()
        value = match[2].strip() if match[3] is None else _ESCAPED.sub(r"\1", match[3])
        if "*" in name:
            _keep_piece(split, name, value)
        else:
            plain.setdefault(name, _plain_value(value))
    for name, pieces in split.items():
        plain[name] = _assembled(pieces)
    return plain


def _plain_value(value: str) -> str:
    value = value.strip().strip('"')
    return words.one_line(words.decode_words(value)) if value else ""


def _keep_piece(
    split: defaultdict[str, dict[int, tuple[str, bool]]], name: str, value: str
) -> None:
    match = _PIECE.match(name)
    if match:
        split[match[1]].setdefault(int(match[2] or 0), (value.strip('"'), match[3] is not None))


def _assembled(pieces: dict[int, tuple[str, bool]]) -> str:
    """Pieces in the order of their numbers, whatever order they came in (RFC 2231 section 3)."""
    label = ""
    chunks: list[bytes] = []
    is_encoded = False
    for position, number in enumerate(sorted(pieces)):
        value, is_extended = pieces[number]
        if is_extended and position == 0 and value.count("'") >= 2:
            label, _, value = value.split("'", 2)
        is_encoded = is_encoded or is_extended
        octets = value.encode("utf-8", "replace")
        chunks.append(urllib.parse.unquote_to_bytes(octets) if is_extended else octets)
    data = b"".join(chunks)
    if not is_encoded:
        return _plain_value(data.decode("utf-8", "replace"))
    return words.one_line(_decoded(data, label))


def _decoded(data: bytes, label: str) -> str:
    if label:
        return words.scrub(charsets.decode(data, label).text)
    return words.decode_words(words.raw_text(data))
