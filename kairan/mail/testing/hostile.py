"""Mails that were made to stop their reader: by time, by memory, or by the depth of its calls.

Each is a function of how many bytes it should have, about; `mails(size)` gives all by name.
"""

import base64
import io
import struct
import zipfile
from collections.abc import Callable

HEAD = b"From: a@b.jp\nContent-Type: multipart/mixed; boundary=b\n\n"
_TEXT = b"Content-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n\n"


def _repeated(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece) + 1)


def _text(piece: bytes, charset: bytes = b"utf-8", encoding: bytes = b"8bit") -> "Made":
    return lambda size: _TEXT % (charset, encoding) + _repeated(piece, size)


def _head(start: bytes, piece: bytes, end: bytes = b"") -> "Made":
    return lambda size: start + _repeated(piece, size) + end + b"\n\nx"


def _parts(piece: bytes, head: bytes = HEAD) -> "Made":
    return lambda size: head + _repeated(piece, size)


def _nested(size: int) -> bytes:
    level = b"--c%d\nContent-Type: multipart/mixed; boundary=c%d\n\n"
    many = size // 60 + 1
    return b"Content-Type: multipart/mixed; boundary=c0\n\n" + b"".join(
        level % (number, number + 1) for number in range(many)
    )


def _nested_and_closed(size: int) -> bytes:
    return _nested(size // 2) + b"".join(
        b"--c%d--\n" % number for number in range(size // 120, -1, -1)
    )


def _forwarded(size: int) -> bytes:
    return _repeated(b"Content-Type: message/rfc822\n\n", size)


def _continuations(size: int) -> bytes:
    pieces = b"".join(b"; name*%d*=a" % number for number in range(size // 14 + 1))
    return b"Content-Type: image/png" + pieces + b"\n\nx"


def _boundaries(size: int) -> bytes:
    """Many boundaries are open, and lines that begin like them."""
    opened = _nested(size // 2)
    return opened + _repeated(b"\n--c", size // 2)


def _zip_bomb(size: int) -> bytes:
    """An archive whose content is a thousand times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(max(size // 20_000, 1)):
            archive.writestr(f"{number}.txt", bytes(10_000_000))
    head = b"Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(packed.getvalue())


def _tnef(size: int) -> bytes:
    """A winmail.dat of as many files as fit."""
    begins = struct.pack("<BII", 2, 0x00069002, 0) + b"\0\0"
    data = struct.pack("<BII", 2, 0x0006800F, 1) + b"x\0\0"
    wrapped = struct.pack("<IH", 0x223E9F78, 1) + _repeated(begins + data, size)
    return b"Content-Type: application/ms-tnef\n\n" + wrapped


def _tnef_parts(size: int) -> bytes:
    wrapped = _tnef(400).partition(b"\n\n")[2]
    return HEAD + _repeated(b"--b\nContent-Type: application/ms-tnef\n\n" + wrapped + b"\n", size)


def _one_wide_character(size: int) -> bytes:
    """A text that takes four bytes a character because one of them does."""
    return _TEXT % (b"utf-8", b"8bit") + b"a" * size + "😀\r\n".encode()


Made = Callable[[int], bytes]
_JUNK = "Привет, как дела? ".encode("koi8-r")
_MADE: dict[str, Made] = {
    "nested multiparts": _nested,
    "nested multiparts, closed": _nested_and_closed,
    "nested multiparts of one boundary": _parts(
        b"--b\nContent-Type: multipart/mixed; boundary=b\n\n"
    ),
    "mails within mails": _forwarded,
    "many parts": _parts(b"--b\n\n\n"),
    "many small files": _parts(b"--b\nContent-Type: a/b\n\n\n"),
    "many named files": _parts(
        b"--b\nContent-Type: a/b; name*0*=utf-8''%E4%BC%9A; name*1*=%E8%AD%B0\n\nx\n"
    ),
    "many parts in nobody's charset": _parts(b"--b\n\n" + _JUNK + b"\n"),
    "many files with names in nobody's charset": _parts(
        b"--b\nContent-Type: a/b; name=" + _JUNK.replace(b" ", b"") + b"\n\nx\n"
    ),
    "many winmail.dat": _tnef_parts,
    "winmail.dat of many files": _tnef,
    "near delimiters": _parts(b"\n--c", HEAD + b"--b\n\n"),
    "near delimiters of many open boundaries": _boundaries,
    "delimiters without parts": _parts(b"--b\n"),
    "many fields": _head(b"", b"X: v\n"),
    "many recipients, a field each": _head(b"", b"To: a@b.jp\n"),
    "many recipients in one field": _head(b"To: ", b"a@b,"),
    "many named recipients": _head(b"To: ", b'"A, B" (C) <a@b.jp>, '),
    "many groups": _head(b"To: ", b"a:b@c;"),
    "lines that are no fields": _head(b"", b"x\n", b"From: a@b.jp\n"),
    "folded field": _head(b"Subject: x", b"\n a"),
    "long field": _head(b"Subject: ", b"a"),
    "long field of 8-bit": _head(b"Subject: ", _JUNK),
    "recipients of 8-bit": _head(b"To: ", _JUNK + b"<a@b.jp>,"),
    "open quotes": _head(b"To: ", b'"\\'),
    "open comments": _head(b"To: ", b"("),
    "open brackets": _head(b"To: ", b"<"),
    "open words": _head(b"Subject: ", b"=?a?b?"),
    "encoded words": _head(b"Subject: ", b"=?utf-8?B?44GC?= "),
    "encoded words in nobody's charset": _head(b"Subject: ", b"=?x?Q?=F0=D2=C9?= x "),
    "encoded words of recipients": _head(b"To: ", b"=?koi?Q?=F0=D2=C9=E4?= <a@b>,"),
    "references": _head(b"References: ", b"<a@b> "),
    "dates": _head(b"Date: ", b"1 Jan "),
    "parameters": _head(b"Content-Type: text/plain", b"; a=1"),
    "parameters without end": _head(b"Content-Type: text/plain; ", b'a="\\'),
    "words where parameters should be": _head(b"Content-Type: text/plain", b" aaaaaaaaaaaaaaaa"),
    "continued parameters": _continuations,
    "escape sequences": _head(b"Subject: ", b'\x1b$B$"\x1b(B'),
    "long line": _text(b"a"),
    "one wide character": _one_wide_character,
    "empty lines": _text(b"\n"),
    "returns": lambda size: b"\r" * size,
    "controls": _text(b"\x01"),
    "zeros": _text(b"\0"),
    "UTF-8 of two bytes": _text(b"\xc2\x80"),
    "UTF-8 broken": _text(b"\xc2"),
    "UTF-8 broken here and there": _text(b"\xc2\x80\xc2\x80\xc2\x80\xc2\x80\xc2\x80\xff"),
    "no UTF-8": _text(b"\xff\xe9 "),
    "no charset": lambda size: b"Subject: x\n\n" + _repeated(_JUNK, size),
    "ISO-2022-JP": _text(b'\x1b$B$"\x1b(Ba', b"iso-2022-jp"),
    "ISO-2022-JP broken": _text(b"\x1b$B$\xff\x1b(I\xe9\n\x1b", b"iso-2022-jp"),
    "ISO-2022-JP of Chinese": _text(b"\x1b$A0!\x1b(B", b"iso-2022-jp"),
    "EUC-JP": _text(b"\xa4\xa2a", b"euc-jp"),
    "EUC-JP broken": _text(b"\x8f\xa2a\xff", b"euc-jp"),
    "Shift_JIS": _text(b"\x82\xa0a", b"shift_jis"),
    "Shift_JIS broken": _text(b"\x82\xff\xa4\xa2", b"shift_jis"),
    "GB18030 broken": _text(b"\x81\x30\xff", b"gb18030"),
    "Windows-1255 broken": _text(b"\xff\xd9a", b"windows-1255"),
    "UTF-7": _text(b"+2D0-", b"utf-7"),
    "UTF-16": _text(b"\xd8\x3d", b"utf-16"),
    "HZ": _text(b"~{0!~}", b"hz"),
    "ISO-2022-KR": _text(b"\x1b$)C\x0e0!\x0f", b"iso-2022-kr"),
    "quoted-printable": _text(b"=41", b"utf-8", b"quoted-printable"),
    "quoted-printable with blanks at line ends": _text(b"a \n", b"utf-8", b"quoted-printable"),
    "quoted-printable of blanks": _text(b" ", b"utf-8", b"quoted-printable"),
    "quoted-printable of soft ends": _text(b"=\n", b"utf-8", b"quoted-printable"),
    "base64": _text(b"QUFB\n", b"utf-8", b"base64"),
    "base64 of padding": _text(b"QQ==", b"utf-8", b"base64"),
    "base64 of nothing but padding": _text(b"=", b"utf-8", b"base64"),
    "base64 of junk": _text(b"\xff!A", b"utf-8", b"base64"),
    "uuencode": _text(b"begin 644 a\n#:&D*\n`\nend\n"),
    "uuencode without ends": _text(b"begin 644 a\n"),
    "uuencode of empty lines": _text(b"\n", b"utf-8", b"x-uuencode"),
    "zip bomb": _zip_bomb,
    "envelope lines": lambda size: _repeated(b"From \n", size),
    "blanks before the head": lambda size: _repeated(b" \n", size),
}


def mails(size: int) -> dict[str, bytes]:
    """Each of them by name, about `size` bytes long."""
    return {name: made(size) for name, made in _MADE.items()}


NAMES = tuple(_MADE)


def mail(name: str, size: int) -> bytes:
    """The one of that name, about `size` bytes long."""
    return _MADE[name](size)
