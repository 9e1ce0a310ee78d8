"""ISO-2022-JP, EUC-JP and Shift_JIS as the world writes them, Windows' characters among them."""

import re
from collections.abc import Callable
from functools import lru_cache

REPLACEMENT = "\ufffd"

# Six places of JIS X 0208 have two names in Unicode: left the one of the standard's tables (and
# of Python's codecs), right the one of Windows and the web.
WAVES = str.maketrans("\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2")
_PAIRS = tuple((chr(standard), chr(windows)) for standard, windows in WAVES.items())
LARGE = 500_000
"""Bytes beyond which a text is read by Python's codecs alone: quick, without the extensions."""


@lru_cache(maxsize=1)
def _table() -> tuple[str, ...]:
    """JIS X 0208 with NEC row 13 and NEC's and IBM's extensions, by row and cell, as in CP932.

    120 rows of 94: rows 89 to 92 hold NEC's selection of IBM's characters, 115 to 119 IBM's own.
    """
    cells = []
    for row in range(120):
        lead = row // 2 + (0x81 if row < 62 else 0xC1)
        for cell in range(94):
            trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
            cells.append(bytes((lead, trail)).decode("cp932", "replace"))
    return tuple(text if len(text) == 1 else REPLACEMENT for text in cells)


def _double(row: int, cell: int) -> str:
    if 0 <= row < 120 and 0 <= cell < 94:
        return _table()[row * 94 + cell]
    return REPLACEMENT


# --- Shift_JIS ---------------------------------------------------------------------------------


def read_shift_jis(data: bytes) -> str:
    """Windows-31J, `data` of any content; bytes that mean nothing become U+FFFD."""
    text = data.decode("cp932", "replace")
    return text.translate(_NO_CHARACTERS) if _HALF_READ.search(text) else text


# Python's cp932 passes these single bytes through; the web (and every reader) calls them broken.
_HALF_READ = re.compile("[\uf8f0-\uf8f3]")
_NO_CHARACTERS = {ord(character): REPLACEMENT for character in "\uf8f0\uf8f1\uf8f2\uf8f3"}

# --- EUC-JP ------------------------------------------------------------------------------------

_EUC = re.compile(
    rb"(?P<ascii>[\x00-\x7f]+)|(?P<double>(?:[\xa1-\xfe][\xa1-\xfe])+)"
    rb"|\x8e(?P<kana>[\xa1-\xdf])|(?P<triple>\x8f[\xa1-\xfe][\xa1-\xfe])|(?P<broken>[\x80-\xff])",
    re.DOTALL,
)


def read_euc_jp(data: bytes) -> str:
    """EUC-JP with NEC's and IBM's extensions, as the WHATWG standard reads it."""
    if len(data) > LARGE:
        return _as_windows(data.decode("euc_jp", "replace"))
    return "".join(
        _READ_EUC[match.lastgroup or "broken"](match[0]) for match in _EUC.finditer(data)
    )


def _euc_double(run: bytes) -> str:
    return "".join(_double(run[at] - 0xA1, run[at + 1] - 0xA1) for at in range(0, len(run), 2))


_READ_EUC: dict[str, Callable[[bytes], str]] = {
    "ascii": lambda run: run.decode("ascii"),
    "double": _euc_double,
    "kana": lambda run: chr(0xFEC0 + run[1]),
    "triple": lambda run: _supplement(run[1:]),
    "broken": lambda _: REPLACEMENT,
}


def _supplement(pair: bytes) -> str:
    """A character of JIS X 0212; its tilde is the wide one on the web."""
    text = (b"\x8f" + pair).decode("euc_jp", "replace")
    return "\uff5e" if text == "~" else text if len(text) == 1 else REPLACEMENT


_SAMPLE = 20_000
_HIRAGANA_IN_EUC = re.compile(rb"\xa4[\xa1-\xf3]")


def looks_like_euc(data: bytes) -> bool:
    """Whether `data`, said to be Shift_JIS or ISO-2022-JP, is EUC-JP: no loss, and hiragana."""
    if len(data) > _SAMPLE:
        data = data[: data.rfind(b"\n", 0, _SAMPLE) + 1]
    return len(_HIRAGANA_IN_EUC.findall(data)) > 1 and REPLACEMENT not in read_euc_jp(data)


# --- ISO-2022-JP -------------------------------------------------------------------------------

# RFC 1468, 1554 and 2237, JIS X 0213, half-width kana, and ESC ( H, old mailers' slip for ( J.
_ESCAPE = re.compile(rb"(\x1b(?:\$\([@BCDOPQ]|\$[@AB]|\([BJIH]|\.[AF]|N.)|[\x0e\x0f])", re.DOTALL)
_SETS = {
    b"\x1b(B": "ascii",
    b"\x1b(J": "roman",
    b"\x1b(H": "roman",
    b"\x1b(I": "kana",
    b"\x0e": "kana",  # CP50222 shifts out for kana
    b"\x0f": "ascii",
    b"\x1b$@": "double",
    b"\x1b$B": "double",
    b"\x1b$(@": "double",
    b"\x1b$(B": "double",
}
_FOREIGN = {  # read by Python's codec of that name
    b"\x1b$(D": "iso2022_jp_ext",
    b"\x1b$(O": "iso2022_jp_2004",
    b"\x1b$(P": "iso2022_jp_2004",
    b"\x1b$(Q": "iso2022_jp_2004",
    b"\x1b$A": "iso2022_jp_2",
    b"\x1b$(C": "iso2022_jp_2",
}
_LINE_LEFT_OPEN = re.compile(rb"\x1b\$[^\x1b\n]*\n")


def read_iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP in all its dialects: CP50220 to 50222, -MS, -1 to -3, -2004; never raises.

    A line end returns to ASCII where the writer forgot the escape (RFC 1468 wants it before the
    line end), unless the following line makes sense only as a continuation.
    """
    if data.isascii() and not _LINE_LEFT_OPEN.search(data):
        try:
            return _as_windows(data.decode("iso2022_jp"))
        except UnicodeDecodeError:
            pass
    if len(data) > LARGE:
        return _as_windows(data.decode("iso2022_jp_ext", "replace"))
    return _read_in_runs(data)


def _as_windows(text: str) -> str:
    """The text of Python's codecs with the names that Windows has for its characters."""
    for standard, windows in _PAIRS:
        if standard in text:
            text = text.replace(standard, windows)
    return text


def _read_in_runs(data: bytes) -> str:
    pieces = _ESCAPE.split(data)
    text = [_plain(pieces[0])]
    current = b"\x1b(B"
    upper_half = b"A"
    for at in range(1, len(pieces), 2):
        escape, run = pieces[at], pieces[at + 1]
        if escape[:2] == b"\x1b.":
            upper_half = escape[2:]
        elif escape[:2] == b"\x1bN":
            text.append(_single_shift(escape[2], upper_half))
        else:
            current = escape
        following = pieces[at + 2] if at + 2 < len(pieces) else b""
        piece, returned = _run(run, current, following)
        text.append(piece)
        current = b"\x1b(B" if returned else current
    return "".join(text)


def _single_shift(byte: int, upper_half: bytes) -> str:
    codec = "iso8859_7" if upper_half == b"F" else "latin-1"
    return bytes((byte | 0x80,)).decode(codec, "replace")


def _run(run: bytes, escape: bytes, following: bytes) -> tuple[str, bool]:
    """The text of a run after `escape`, and whether a line end inside it returned to ASCII."""
    if _SETS.get(escape) in ("ascii", "roman"):
        return _in_set(run, escape), False
    line, newline, rest = run.partition(b"\n")
    if newline and not _continues(rest, following):
        return _in_set(line, escape) + "\n" + _plain(rest), True
    return _in_set(run, escape), False


def _continues(rest: bytes, following: bytes) -> bool:
    """Whether `rest`, up to the escape `following`, is double-byte text too."""
    if following not in (b"\x1b(B", b"\x1b(J") or not rest:
        return False
    return all(len(line.rstrip(b"\r")) % 2 == 0 and b" " not in line for line in rest.split(b"\n"))


def _in_set(run: bytes, escape: bytes) -> str:
    if escape in _FOREIGN:
        return _foreign(run, escape)
    return _READ_SET[_SETS[escape]](run)


def _plain(run: bytes) -> str:
    """ASCII; where 8-bit bytes stand in it, they are UTF-8 or what Windows would write."""
    try:
        text = run.decode("utf-8")
    except UnicodeDecodeError:
        text = read_euc_jp(run) if looks_like_euc(run) else read_shift_jis(run)
    return text.replace("\x1b", REPLACEMENT)


def _roman(run: bytes) -> str:
    text = _plain(run)
    return text.replace("\\", "\xa5").replace("~", "\u203e") if run.isascii() else text


def _kana(run: bytes) -> str:
    return "".join(chr(0xFF40 + byte) if 0x21 <= byte <= 0x5F else _control(byte) for byte in run)


def _control(byte: int) -> str:
    return chr(byte) if byte <= 0x20 else REPLACEMENT


_TOKEN = re.compile(
    rb"(?P<double>(?:[\x21-\x7e\x93-\x98][\x21-\x7e])+)|(?P<control>[\x00-\x20])"
    rb"|(?P<eight>[\x80-\xff]+)|(?P<broken>.)",
    re.DOTALL,
)


def _double_bytes(run: bytes) -> str:
    return "".join(_READ_TOKEN[token.lastgroup or ""](token[0]) for token in _TOKEN.finditer(run))


def _pairs(run: bytes) -> str:
    return "".join(_double(run[at] - 0x21, run[at + 1] - 0x21) for at in range(0, len(run), 2))


_READ_TOKEN: dict[str, Callable[[bytes], str]] = {
    "double": _pairs,
    "control": lambda run: run.decode("ascii"),
    "eight": _plain,
    "broken": lambda _: REPLACEMENT,
}
_READ_SET: dict[str, Callable[[bytes], str]] = {
    "ascii": _plain,
    "roman": _roman,
    "kana": _kana,
    "double": _double_bytes,
}


def _foreign(run: bytes, escape: bytes) -> str:
    seven_bit = bytes(byte & 0x7F for byte in run)
    lines = seven_bit.split(b"\n")
    codec = _FOREIGN[escape]
    return "\n".join((escape + line + b"\x1b(B").decode(codec, "replace") for line in lines)
