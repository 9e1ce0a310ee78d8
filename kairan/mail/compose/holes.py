"""Holes in a template, and how a recipient's value is written into each kind of them."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from kairan.mail.address import Address, BadAddress
from kairan.mail.charsets import Code, encode
from kairan.mail.compose import words
from kairan.mail.headers import UnsafeHeader
from kairan.mail.message_id import MessageId, NotAMessageId

VALUE_LIMIT = 600  # bytes of a value as written, so that no line grows beyond what servers take
_QUOTED_LINE = 75


class BadSlotValue(ValueError):
    """A value that cannot stand in its slot: `slot` names it, `why` says what is wrong with it.

    `why` is "control-character" (a line break among them), "too-long", "address", "message-id",
    "empty", "not-ascii" or "boundary".
    """

    def __init__(self, slot: str, why: str) -> None:
        super().__init__(f"The value of the slot {slot!r} cannot be used: {why}.")
        self.slot = slot
        self.why = why


class Kind(Enum):
    """Where a hole is, hence how its value is written."""

    LITERAL = "literal"  # text, as it is
    QUOTED = "quoted"  # text in quoted-printable, on lines of its own
    HTML = "html"
    HTML_QUOTED = "html-quoted"
    HEADER = "header"  # part of the value of an extra header field
    MESSAGE_ID = "message-id"
    ADDRESS = "address"  # one mailbox of several, on a line of its own
    FIELD = "field"  # a whole field with this mailbox, nothing for an empty value


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for the value of the slot `name`; `field` is the field's name for Kind.FIELD."""

    kind: Kind
    name: str
    field: str = ""


Piece = bytes | Hole


def write(hole: Hole, value: str, code: Code) -> bytes:
    """`value`, known to hold no control character, as it stands in `hole`.

    Raises BadSlotValue, and DoesNotFit where the code lacks a character.
    """
    return _WRITERS[hole.kind](hole, value, code)


def _literal(hole: Hole, value: str, code: Code) -> bytes:
    if value.startswith("--=_"):  # as our boundaries do: it could end the part it stands in
        raise BadSlotValue(hole.name, "boundary")
    return _limited(hole, value.encode() if value.isascii() else encode(value, code))


def _html(hole: Hole, value: str, code: Code) -> bytes:
    return _literal(hole, html.escape(value), code)


def _quoted(hole: Hole, value: str, code: Code) -> bytes:
    if value.isascii():
        data = value.replace("=", "=3D").encode()
        if len(data) <= _QUOTED_LINE and not value.endswith(" "):
            return data
    else:
        data = _quoted_bytes(encode(value, code))
    return _soft_broken(_limited(hole, data))


def _html_quoted(hole: Hole, value: str, code: Code) -> bytes:
    return _quoted(hole, html.escape(value), code)


def _limited(hole: Hole, data: bytes) -> bytes:
    if len(data) > VALUE_LIMIT:
        raise BadSlotValue(hole.name, "too-long")
    return data


_QUOTED = [
    bytes((byte,)) if 0x20 <= byte < 0x7F and byte != 0x3D else b"=%02X" % byte
    for byte in range(256)
]


def _quoted_bytes(data: bytes) -> bytes:
    return b"".join(map(_QUOTED.__getitem__, data))


def _soft_broken(data: bytes) -> bytes:
    if data.endswith(b" "):
        data = data[:-1] + b"=20"
    lines = []
    while len(data) > _QUOTED_LINE:
        escape = data.rfind(b"=", _QUOTED_LINE - 2, _QUOTED_LINE)
        cut = escape if escape >= 0 else _QUOTED_LINE
        lines.append(data[:cut])
        data = data[cut:]
    return b"=\r\n".join([*lines, data])


def _header(hole: Hole, value: str, code: Code) -> bytes:
    del code
    if not value.isascii():
        raise BadSlotValue(hole.name, "not-ascii")
    if not value.strip():
        raise BadSlotValue(hole.name, "empty")
    return _limited(hole, value.encode())


def _message_id(hole: Hole, value: str, code: Code) -> bytes:
    del code
    try:
        return _limited(hole, MessageId(value).encode())
    except NotAMessageId as error:
        raise BadSlotValue(hole.name, "message-id") from error


def _address(hole: Hole, value: str, code: Code) -> bytes:
    return mailbox(hole.name, value, code, 0)[1:]


def _field(hole: Hole, value: str, code: Code) -> bytes:
    if not value:
        return b""
    name = hole.field
    return name.encode() + b":" + mailbox(hole.name, value, code, len(name) + 1) + b"\r\n"


# What most addresses look like: short, ASCII, nothing to quote. They go out as they
# are; the others take the careful road. (Both ways agree: a test holds them together.)
_PLAIN_ADDR = r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*"
_PLAIN_MAILBOX = re.compile(
    rf"(?!.{{61}})(?:{_PLAIN_ADDR}|[A-Za-z0-9]+(?: [A-Za-z0-9]+)* <{_PLAIN_ADDR}>)"
)


def mailbox(slot: str, value: str, code: Code, after: int) -> bytes:
    """` Name <addr>` folded, with the blank before it, `after` characters into its line."""
    if _PLAIN_MAILBOX.fullmatch(value):
        return b" " + value.encode()
    return _careful_mailbox(slot, value, code, after)


@lru_cache(maxsize=8192)
def _careful_mailbox(slot: str, value: str, code: Code, after: int) -> bytes:
    try:
        address = Address.parse(value)
        return mailbox_of(address, code, after)
    except BadAddress as error:
        raise BadSlotValue(slot, "address") from error
    except UnsafeHeader as error:
        raise BadSlotValue(slot, "control-character") from error


def mailbox_of(address: Address, code: Code, after: int) -> bytes:
    """The mailbox in `code`, as above. Raises DoesNotFit."""
    name = words.phrase(address.name, code, after=after + 1)
    spoken = address.wire_form
    tokens = [*name, f"<{spoken}>"] if name else [spoken]
    folded = words.fold("x" * (after - 1) if after else "", tokens)
    return folded[after or 1 : -2]


_WRITERS: dict[Kind, Callable[[Hole, str, Code], bytes]] = {
    Kind.LITERAL: _literal,
    Kind.QUOTED: _quoted,
    Kind.HTML: _html,
    Kind.HTML_QUOTED: _html_quoted,
    Kind.HEADER: _header,
    Kind.MESSAGE_ID: _message_id,
    Kind.ADDRESS: _address,
    Kind.FIELD: _field,
}
