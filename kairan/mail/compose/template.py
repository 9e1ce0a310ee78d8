"""A composed letter with holes: kept in one row, filled with one recipient's values, very fast."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kairan.mail.charsets import Code, DoesNotFit
from kairan.mail.compose.holes import BadSlotValue, Hole, Kind, Piece, write

_MAGIC = b"KAIRAN-LETTER"
_VERSION = 1
_SHARED = 2048  # bytes; longer pieces (attachments) are kept once for both codes


class MissingSlot(KeyError):
    """A slot of the letter has been given no value; the argument is its name."""


class UnknownSlot(KeyError):
    """A value was given for a slot the letter does not have; the argument is its name."""


class TemplateUnreadable(ValueError):
    """The stored bytes are no template of a version that this program knows."""


class Template:
    """The bytes of a letter but for what differs between its recipients.

    `fill` is a pure function of the template and the values. `code` is the charset the letter is
    in; a letter of which a value does not fit it comes out in UTF-8, whole.
    """

    __slots__ = ("_fallback", "_holes", "_pieces", "_skeleton", "code", "slots")

    def __init__(
        self, code: Code, pieces: Iterable[Piece], fallback: "Template | None" = None
    ) -> None:
        """`fallback` is the same letter in UTF-8, for values that do not fit `code`."""
        self.code = code
        self._pieces = _merged(pieces)
        self._fallback = fallback
        self._skeleton = [piece if isinstance(piece, bytes) else b"" for piece in self._pieces]
        self._holes = [(at, hole) for at, hole in enumerate(self._pieces) if isinstance(hole, Hole)]
        self.slots = frozenset(hole.name for _, hole in self._holes)

    def fill(self, values: Mapping[str, str]) -> bytes:
        """The letter of the recipient whose values these are: CRLF lines, 7-bit but for
        addresses that need SMTPUTF8.

        Raises MissingSlot, UnknownSlot, or BadSlotValue for a value that cannot stand in its place,
        such as one with a line break.
        """
        if values.keys() != self.slots:
            self._refuse_names(values)
        if not "".join(values.values()).isprintable():
            _refuse_controls(values)
        try:
            return self._written(values)
        except DoesNotFit:
            if self._fallback is None:
                raise
            return self._fallback.fill(values)

    def _written(self, values: Mapping[str, str]) -> bytes:
        parts = self._skeleton.copy()
        code = self.code
        for at, hole in self._holes:
            parts[at] = write(hole, values[hole.name], code)
        return b"".join(parts)

    def _refuse_names(self, values: Mapping[str, str]) -> None:
        for name in sorted(self.slots - values.keys()):
            raise MissingSlot(name)
        for name in sorted(values.keys() - self.slots):
            raise UnknownSlot(name)

    def to_bytes(self) -> bytes:
        """The template for a database row; `from_bytes` reads it back."""
        blobs: dict[bytes, int] = {}
        sets = [_described(code, pieces, blobs) for code, pieces in self._sets()]
        head = json.dumps({"sets": sets, "sizes": [len(blob) for blob in blobs]}).encode()
        return b"%s %d\n%s\n%s" % (_MAGIC, _VERSION, head, b"".join(blobs))

    def _sets(self) -> "list[tuple[Code, list[Piece]]]":
        others = self._fallback._sets() if self._fallback else []  # noqa: SLF001 (of its own class)
        return [(self.code, self._pieces), *others]

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Template":
        """Raises TemplateUnreadable."""
        magic, _, rest = stored.partition(b"\n")
        if magic != b"%s %d" % (_MAGIC, _VERSION):
            raise TemplateUnreadable("The stored letter is of a version this program cannot read.")
        head, _, content = rest.partition(b"\n")
        try:
            known = json.loads(head)
            blobs = _cut(content, known["sizes"])
            return _read(known["sets"], blobs)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise TemplateUnreadable("The stored letter is damaged.") from error


def _described(code: Code, pieces: list[Piece], blobs: dict[bytes, int]) -> dict[str, Any]:
    numbered = [
        blobs.setdefault(piece, len(blobs))
        if isinstance(piece, bytes)
        else [piece.kind.value, piece.name, piece.field]
        for piece in pieces
    ]
    return {"code": code.value, "pieces": numbered}


def _read(sets: Sequence[Any], blobs: Sequence[bytes]) -> Template:
    template = None
    for one in reversed(sets):
        pieces: list[Piece] = [
            blobs[piece] if isinstance(piece, int) else Hole(Kind(piece[0]), *piece[1:])
            for piece in one["pieces"]
        ]
        template = Template(Code(one["code"]), pieces, template)
    if template is None:
        raise TemplateUnreadable("The stored letter is empty.")
    return template


def _cut(content: bytes, sizes: Sequence[int]) -> list[bytes]:
    blobs = []
    at = 0
    for size in sizes:
        blobs.append(content[at : at + size])
        at += size
    if at != len(content):
        raise TemplateUnreadable("The stored letter is cut off.")
    return blobs


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbouring bytes as one piece, but for long ones, which stay alone to be shared."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if isinstance(piece, bytes) and isinstance(before, bytes) and _are_short(before, piece):
            merged[-1] = before + piece
        elif piece:
            merged.append(piece)
    return merged


def _are_short(one: bytes, other: bytes) -> bool:
    return len(one) < _SHARED and len(other) < _SHARED


def _refuse_controls(values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if _NEVER.search(value):
            raise BadSlotValue(name, "control-character")


# Beside controls: line and paragraph separators, half characters, and what marks slots.
_NEVER = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0\ufdd1]")
