"""Bodies of parts: from text with slots to lines any server takes, with holes for the values."""

import base64
import binascii
import re
from dataclasses import dataclass

from kairan.mail.charsets import Code, encode
from kairan.mail.compose.holes import VALUE_LIMIT, Hole, Kind, Piece
from kairan.mail.compose.letter import MARKER

_LINE_LIMIT = 998  # RFC 5322 2.1.1, without CRLF
_NEWLINES = re.compile("\r\n?|[\x85\u2028\u2029]")
_LONG_LINE = re.compile(rb"[^\r\n]{999}")
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_NEVER_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Body:
    """The body of one part: its transfer encoding, and its pieces, ended by CRLF."""

    transfer: str
    pieces: list[Piece]


def lines_of(text: str) -> str:
    """`text` with LF line ends and one at its end, without characters that no reader shows."""
    text = _NEVER_SHOWN.sub("", _NEWLINES.sub("\n", text))
    text = _SURROGATES.sub("\ufffd", text)
    return text if text.endswith("\n") else text + "\n"


def text_body(text: str, code: Code, *, is_html: bool) -> Body:
    """The body of a text part, its slots turned into holes. Raises DoesNotFit.

    Everything is 7-bit: as it is where the code is, else in quoted-printable or base64. A part
    with slots is never in base64, for a value could not be put in its place.
    """
    static = MARKER.split(lines_of(text))  # text, name, text, name, … text
    segments = [encode(piece, code).replace(b"\n", b"\r\n") for piece in static[::2]]
    names = static[1::2]
    if not names:
        return _closed(segments[0], code)
    if code.transfer == "7bit" and _has_room(segments):
        return _open(segments, names, Kind.HTML if is_html else Kind.LITERAL)
    return _open_quoted(segments, names, Kind.HTML_QUOTED if is_html else Kind.QUOTED)


def _closed(data: bytes, code: Code) -> Body:
    longest = max(map(len, data.split(b"\r\n")))
    if longest <= _LINE_LIMIT and data.isascii():
        return Body("7bit", [data])
    if code.transfer == "quoted-printable":
        return Body("quoted-printable", [quoted(data)])
    if code is Code.UTF_8 and len(printable := quoted(data)) < len(data) * 4 / 3:
        return Body("quoted-printable", [printable])
    return Body("base64", [in_base64(data)])


def _has_room(segments: list[bytes]) -> bool:
    """Whether each line stays within the limit whatever the values, each of VALUE_LIMIT at most."""
    length = 0
    for at, segment in enumerate(segments):
        first, *others = segment.split(b"\r\n")
        length += len(first) + (VALUE_LIMIT if at else 0)
        if length > _LINE_LIMIT or any(len(line) > _LINE_LIMIT for line in others):
            return False
        if others:
            length = len(others[-1])
    return True


def _open(segments: list[bytes], names: list[str], kind: Kind) -> Body:
    pieces: list[Piece] = [segments[0]]
    for name, segment in zip(names, segments[1:], strict=True):
        pieces += [Hole(kind, name), segment]
    return Body("7bit", pieces)


def _open_quoted(segments: list[bytes], names: list[str], kind: Kind) -> Body:
    """In quoted-printable each value has lines of its own, between soft line breaks."""
    pieces: list[Piece] = [quoted(segments[0])]
    before = segments[0]
    for name, segment in zip(names, segments[1:], strict=True):
        if before and not before.endswith(b"\r\n"):
            pieces.append(b"=\r\n")
        pieces.append(Hole(kind, name))
        if not segment.startswith(b"\r\n"):
            pieces.append(b"=\r\n")
        pieces.append(quoted(segment))
        before = segment or b"="
    return Body("quoted-printable", pieces)


def quoted(data: bytes) -> bytes:
    """Quoted-printable with lines of at most 76 (RFC 2045 6.7); CRLF in `data` are line ends."""
    return b"\r\n".join(map(_quoted_line, data.split(b"\r\n")))


def _quoted_line(line: bytes) -> bytes:
    return binascii.b2a_qp(line, istext=False).replace(b"\n", b"\r\n") if line else b""


def in_base64(data: bytes) -> bytes:
    """Base64 in lines of 76, ended by CRLF."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def file_body(data: bytes) -> Body:
    """The body of a file, byte for byte."""
    return Body("base64", [in_base64(data)])


def is_plain_mail(data: bytes) -> bool:
    """Whether a whole mail may travel in another as message/rfc822, which is never encoded.

    Every server takes lines of 998 octets of 7 bits (RFC 5322 2.1.1, RFC 2046 5.2.1).
    """
    return data.isascii() and b"\0" not in data and not _LONG_LINE.search(data)


def mail_body(data: bytes) -> Body:
    """The body of a part that is a whole mail. Raises ValueError unless `is_plain_mail` of it."""
    if not is_plain_mail(data):
        raise ValueError("This mail cannot travel in another without being encoded.")
    return Body("7bit", [_LINE_ENDS.sub(b"\r\n", data)])
