"""Text in header fields: RFC 2047 encoded words, RFC 2231 file names, folding."""

import binascii
import re
from collections.abc import Sequence
from urllib.parse import quote_from_bytes

from kairan.mail.charsets import Code, encode

_WORD = 75  # RFC 2047 2: an encoded word at most
_LINE = 78  # RFC 5322 2.1.1
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = [chr(byte) if byte in _Q_SAFE else f"={byte:02X}" for byte in range(256)]
_Q[0x20] = "_"
_MOSTLY_LATIN = frozenset(
    {
        Code.UTF_8,
        Code.ISO_8859_1,
        Code.ISO_8859_2,
        Code.ISO_8859_9,
        Code.ISO_8859_15,
        Code.WINDOWS_1252,
    }
)
_PLAIN_WORD = re.compile(r"[\x21-\x7e]{1,70}")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PHRASE_LONG = 60
_SIMPLE_FILE_NAME = re.compile(r"[A-Za-z0-9 _.,+()&#@!~-]{1,60}")
_SECTION = 60  # characters of a parameter's section (RFC 2231 3), so that its line stays short


def text(value: str, code: Code, *, after: int) -> list[str]:
    """`value` as tokens of an unstructured field, to be put together by `fold`.

    `after` is the length of what stands before it on the line. Raises DoesNotFit.
    """
    words = value.split(" ")
    odd = [at for at, word in enumerate(words) if not _is_plain(word)]
    if not odd:
        return words
    first, last = odd[0], odd[-1]
    before, behind = words[:first], words[last + 1 :]
    room = _WORD if before else _LINE - after
    return [*before, *encoded(" ".join(words[first : last + 1]), code, room), *behind]


def phrase(name: str, code: Code, *, after: int = 0) -> list[str]:
    """A display name as tokens: atoms, a quoted string, or encoded words. Raises DoesNotFit."""
    if not name:
        return []
    if not name.isascii() or "=?" in name or len(name) > _PHRASE_LONG:
        return encoded(name, code, _LINE - after)
    if _ATOMS.fullmatch(name):
        return [name]
    return ['"' + re.sub(r'(["\\])', r"\\\1", name) + '"']


def _is_plain(word: str) -> bool:
    return bool(_PLAIN_WORD.fullmatch(word)) and "=?" not in word


def encoded(value: str, code: Code, room: int = _WORD) -> list[str]:
    """`value` as encoded words of at most 75 characters, the first of at most `room`.

    No character, and no escape sequence of ISO-2022-JP, is ever divided. Raises DoesNotFit.
    """
    data = encode(value, code)
    in_q = code in _MOSTLY_LATIN and sum(map(len, map(_Q.__getitem__, data))) < len(data) * 4 / 3
    limit = min(room, _WORD)
    alone = _as_word(data, code, in_q=in_q)
    if len(alone) <= limit:
        return [alone]
    words = []
    while value:
        word, value = _first_word(value, code, limit, in_q=in_q)
        words.append(word)
        limit = _WORD
    return words


def _first_word(value: str, code: Code, limit: int, *, in_q: bool) -> tuple[str, str]:
    """The longest beginning of `value` that fits one word of `limit`, encoded, and the rest."""
    fitting, too_long = 1, min(len(value), limit) + 1
    word = _word(value[: too_long - 1], code, in_q=in_q)
    if len(word) <= limit:
        return word, value[too_long - 1 :]
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        if len(_word(value[:middle], code, in_q=in_q)) <= limit:
            fitting = middle
        else:
            too_long = middle
    return _word(value[:fitting], code, in_q=in_q), value[fitting:]


def _word(value: str, code: Code, *, in_q: bool) -> str:
    return _as_word(encode(value, code), code, in_q=in_q)


def _as_word(data: bytes, code: Code, *, in_q: bool) -> str:
    if in_q:
        return f"=?{code.value}?Q?{''.join(map(_Q.__getitem__, data))}?="
    return f"=?{code.value}?B?{binascii.b2a_base64(data, newline=False).decode()}?="


def fold(name: str, tokens: Sequence[str]) -> bytes:
    """The field `name: tokens` with its line end, folded between tokens to lines of 78."""
    lines = []
    line = f"{name}:"
    for at, token in enumerate(tokens):
        if at and len(line) + 1 + len(token) > _LINE:
            lines.append(line)
            line = ""
        line += " " + token
    lines.append(line)
    return ("\r\n".join(lines) + "\r\n").encode()


def file_name(name: str, code: Code) -> tuple[str, str]:
    """The parameters that name a file: for Content-Type (`name`), for Content-Disposition.

    A plain name is plain in both. Another goes in RFC 2047 words to `name`, which old programs
    read, and in RFC 2231 sections to `filename*`, which the standard wants; both in `code`.
    Each begins with its fold. Raises DoesNotFit.
    """
    if _SIMPLE_FILE_NAME.fullmatch(name) and name == name.strip():
        return f';\r\n name="{name}"', f';\r\n filename="{name}"'
    words = "\r\n ".join(encoded(name, code, _WORD - len(' name="";')))
    return f';\r\n name="{words}"', "".join(_sections("filename", name, code))


def _sections(parameter: str, value: str, code: Code) -> list[str]:
    """RFC 2231 3 and 4. Each section holds whole characters and, in ISO-2022-JP, begins and ends
    in ASCII, for many readers decode them one by one.
    """
    start = f"{code.value}''"
    whole = start + _percent(value, code)
    if len(whole) <= _SECTION:
        return [f";\r\n {parameter}*={whole}"]
    sections: list[str] = []
    while value:
        size = len(value)
        while size > 1 and len(start + _percent(value[:size], code)) > _SECTION:
            size -= max(1, size // 8)
        sections.append(f";\r\n {parameter}*{len(sections)}*={start}{_percent(value[:size], code)}")
        value, start = value[size:], ""
    return sections


def _percent(value: str, code: Code) -> str:
    return quote_from_bytes(encode(value, code), safe="")
