"""Turns the bytes of a header field into text: encoded words (RFC 2047) and raw 8-bit text."""

import binascii
import re
from collections.abc import Iterator

from kairan.mail import charsets

ENCODED_WORD = re.compile(
    r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,8})\?=",
)
_ESCAPE = ord("\x1b")  # A number is found in bytes ten times as quickly as bytes are.
_MOST_GUESSES = 100
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_VANISHING = dict.fromkeys([0, *range(1, 9), *range(14, 32), 127])
_TO_SPACE = dict.fromkeys([9, 10, 11, 12, 13, 0x85, 0x2028, 0x2029], " ")
_CLEANING = {**_VANISHING, **_TO_SPACE}
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")

_GUESSED = frozenset({None, "utf-8", "us-ascii", charsets.name_of("us-ascii")})
"""Encodings of which a broken text would be guessed at."""

Word = tuple[str, str, str]


def scrub(text: str) -> str:
    """The text without lone surrogates and NULs, which no UTF-8 and no database takes."""
    if text.isascii():
        return text.replace("\0", "")
    return _SURROGATES.sub("\ufffd", text).replace("\0", "")


def one_line(text: str) -> str:
    """The text on one line without control characters, trimmed."""
    if text.isprintable() or not _CONTROLS.search(text):
        return text.strip()
    return text.translate(_CLEANING).strip()


def raw_text(raw: bytes, charset: str = "") -> str:
    """Header bytes as text, encoded words kept. 8-bit is UTF-8, else `charset`, else a guess."""
    is_plain = _ESCAPE not in raw
    if is_plain and raw.isascii():
        return raw.decode("ascii")
    if not is_plain and (b"\x1b$" in raw or b"\x1b(" in raw):
        return scrub(charsets.decode(raw, "iso-2022-jp").text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return scrub(charsets.decode(raw, charset or None).text)


def decode_text(raw: bytes, charset: str = "") -> str:
    """An unstructured field's bytes as one readable line."""
    return one_line(decode_words(raw_text(raw, charset)))


def guesses_are_affordable(text: str) -> bool:
    """Are there so few encoded words that each may be looked at closely when its label lies?"""
    return text.count("=?") <= _MOST_GUESSES


def decode_words(text: str, *, may_guess: bool = True) -> str:
    """The text with every encoded word decoded.

    Neighbours of one charset are joined as bytes first: senders split within characters.
    """
    if "=?" not in text:
        return text
    may_guess = may_guess and guesses_are_affordable(text)
    pieces: list[str] = []
    position = 0
    run: list[Word] = []
    for match in ENCODED_WORD.finditer(text):
        gap = text[position : match.start()]
        if not run or gap.strip():
            pieces.append(_decode_run(run, may_guess=may_guess))
            pieces.append(gap)
            run = []
        run.append((match[1].split("*")[0].lower(), match[2].upper(), match[3]))
        position = match.end()
    pieces.append(_decode_run(run, may_guess=may_guess))
    pieces.append(text[position:])
    return "".join(pieces)


def _decode_run(run: list[Word], *, may_guess: bool) -> str:
    if not run:
        return ""
    read = _guessed if may_guess else _unguessed
    data = _bytes_of_one_kind(run)
    if data is not None:
        return read(data, run[0][0]).replace("\0", "")
    pieces = _joined(_whole_base64(iter(run)))
    return "".join([read(data, label) for label, data in pieces]).replace("\0", "")


def _bytes_of_one_kind(run: list[Word]) -> bytes | None:
    """The bytes of words that are alike and were cut between groups of four, as nearly all are."""
    label, kind, text = run[0]
    if len(run) == 1:
        return _bytes_of(kind, text)
    if any(word[0] != label or word[1] != kind for word in run):
        return None
    if kind == "Q":
        return _bytes_of(kind, "".join([text for _, _, text in run]))
    if any(len(text) % 4 for _, _, text in run):
        return None
    return b"".join([_bytes_of(kind, text) for _, _, text in run])


def _guessed(data: bytes, label: str) -> str:
    return charsets.decode(data, label).text


def _unguessed(data: bytes, label: str) -> str:
    """The text without the statistics that tell an unlabelled charset, which take their time."""
    try:
        return data.decode("utf-8") if _ESCAPE not in data else _labelled(data, label)
    except UnicodeDecodeError:
        return _labelled(data, label)


def _labelled(data: bytes, label: str) -> str:
    name = charsets.name_of(label)
    return charsets.decode(data, "iso-8859-1" if name in _GUESSED else label).text


def _whole_base64(run: Iterator[Word]) -> Iterator[Word]:
    """Joins base64 texts that were cut within a group of four."""
    pending: Word | None = None
    for label, kind, text in run:
        if pending and (pending[0], pending[1]) == (label, kind) and _is_cut(kind, pending[2]):
            pending = (label, kind, pending[2] + text)
            continue
        if pending:
            yield pending
        pending = (label, kind, text)
    if pending:
        yield pending


def _is_cut(kind: str, text: str) -> bool:
    return kind == "B" and len(text) % 4 != 0 and not text.endswith("=")


def _joined(words: Iterator[Word]) -> Iterator[tuple[str, bytes]]:
    label = ""
    chunks: list[bytes] = []
    for word_label, kind, text in words:
        if chunks and word_label != label:
            yield label, b"".join(chunks)
            chunks = []
        label = word_label
        chunks.append(_bytes_of(kind, text))
    if chunks:
        yield label, b"".join(chunks)


def _bytes_of(kind: str, text: str) -> bytes:
    if kind == "B":
        if len(text) % 4 == 0 and text.isascii() and _BASE64.fullmatch(text):
            return binascii.a2b_base64(text)
        letters = _NOT_BASE64.sub("", text)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
    return binascii.a2b_qp(text.encode("utf-8", "replace"), header=True)
