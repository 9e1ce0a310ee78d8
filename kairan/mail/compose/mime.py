"""The MIME structure of a letter: which parts it has, how they are nested, and in which code."""

import hashlib

from kairan.mail.charsets import Code, DoesNotFit
from kairan.mail.compose import fields, words
from kairan.mail.compose.bodies import Body, file_body, mail_body, text_body
from kairan.mail.compose.holes import Hole, Piece
from kairan.mail.compose.letter import Attachment, Calendar, Letter, Picture
from kairan.mail.compose.template import Template

# A part: its own header lines, then its body.
_Part = tuple[str, list[Piece]]
# Files by the id of their bytes: each is encoded once, though a letter may be written in two codes.
_Files = dict[int, Body]


def compose(letter: Letter) -> Template:
    """The template of `letter`: in its code, or whole in UTF-8 where something does not fit.

    A pure function of the letter. Raises UnsafeHeader for a value no header may hold.
    """
    fields.refuse_unsafe(letter)
    files = {id(one.data): _body_of(one) for one in letter.files}
    if letter.code is Code.UTF_8:
        return Template(Code.UTF_8, _pieces(letter, Code.UTF_8, files))
    try:
        pieces = _pieces(letter, letter.code, files)
    except DoesNotFit:
        return Template(Code.UTF_8, _pieces(letter, Code.UTF_8, files))
    if not any(isinstance(piece, Hole) for piece in pieces):
        return Template(letter.code, pieces)
    fallback = Template(Code.UTF_8, _pieces(letter, Code.UTF_8, files))
    return Template(letter.code, pieces, fallback)


def _pieces(letter: Letter, code: Code, files: _Files) -> list[Piece]:
    head, body = _mixed(letter, code, files)
    return [*fields.header(letter, code), f"MIME-Version: 1.0\r\n{head}\r\n".encode(), *body]


def _mixed(letter: Letter, code: Code, files: _Files) -> _Part:
    pictures = [] if letter.html else letter.pictures
    beside = [
        *(_attachment(one, code, files) for one in letter.attachments),
        *(_picture(one, code, files) for one in pictures),
    ]
    return _multipart("mixed", [_alternative(letter, code, files), *beside])


def _alternative(letter: Letter, code: Code, files: _Files) -> _Part:
    """From the plainest to the richest (RFC 2046 5.1.4); the invitation last, as clients want."""
    parts = [_text(letter.text, code, is_html=False)]
    if letter.html:
        pictures = [_picture(one, code, files) for one in letter.pictures]
        page = _text(letter.html, code, is_html=True)
        parts.append(_multipart("related", [page, *pictures], '; type="text/html"'))
    if letter.calendar:
        parts.append(_calendar(letter.calendar))
    return _multipart("alternative", parts)


def _body_of(one: Attachment | Picture) -> Body:
    return mail_body(one.data) if one.type == "message/rfc822" else file_body(one.data)


def _multipart(kind: str, parts: list[_Part], more: str = "") -> _Part:
    """The parts under one roof; a single one needs none."""
    if len(parts) == 1:
        return parts[0]
    boundary = _boundary(kind, parts)
    pieces: list[Piece] = []
    for head, body in parts:
        pieces += [f"--{boundary}\r\n{head}\r\n".encode(), *body, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return f'Content-Type: multipart/{kind}{more};\r\n boundary="{boundary}"\r\n', pieces


def _boundary(kind: str, parts: list[_Part]) -> str:
    """A boundary made of the content: the same for the same letter, and in none of its lines.

    "=_" stands in no line of quoted-printable or base64 (RFC 2045 6.7); for plain lines no text can
    foretell the hash of itself.
    """
    digest = hashlib.sha256(kind.encode())
    for head, body in parts:
        digest.update(head.encode())
        for piece in body:
            digest.update(piece if isinstance(piece, bytes) else repr(piece).encode())
    return f"=_{digest.hexdigest()[:32]}"


def _text(text: str, code: Code, *, is_html: bool) -> _Part:
    body = text_body(text, code, is_html=is_html)
    kind = "html" if is_html else "plain"
    head = f"Content-Type: text/{kind}; charset={code.value}\r\n"
    return head + _transfer(body), body.pieces


def _transfer(body: Body) -> str:
    return f"Content-Transfer-Encoding: {body.transfer}\r\n"


def _attachment(one: Attachment, code: Code, files: _Files) -> _Part:
    return _file(one, code, files[id(one.data)], "attachment")


def _picture(one: Picture, code: Code, files: _Files) -> _Part:
    head, body = _file(one, code, files[id(one.data)], "inline")
    return f"{head}Content-ID: <{one.cid}>\r\n", body


def _file(one: Attachment | Picture, code: Code, body: Body, disposition: str) -> _Part:
    name, file_name = words.file_name(one.name, code)
    head = (
        f"Content-Type: {one.type}{name}\r\n{_transfer(body)}"
        f"Content-Disposition: {disposition}{file_name}\r\n"
    )
    return head, body.pieces


def _calendar(calendar: Calendar) -> _Part:
    """Always in UTF-8, which is what iCalendar is in (RFC 5545 3.1.4)."""
    body = file_body(calendar.data)
    head = f"Content-Type: text/calendar; charset=UTF-8; method={calendar.method}\r\n"
    return head + _transfer(body), body.pieces
