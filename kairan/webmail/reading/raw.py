"""The bytes of many mails, a few at a time."""

from collections.abc import Iterable, Iterator

from kairan.attachments import contents
from kairan.webmail.models import Message

_PIECE_MAILS, _PIECE_BYTES = 50, 8 * 1024 * 1024


def with_bytes(messages: Iterable[Message]) -> Iterator[tuple[Message, bytes]]:
    """Yield each of ``messages`` with its bytes; those of 50 mails, or of 8 MiB, are read at once.

    A mail whose bytes are gone has none.
    """
    for piece in _pieces(messages):
        raw = contents.read_many([each.content_id for each in piece])
        for message in piece:
            yield message, raw.get(message.content_id, b"")


def _pieces(messages: Iterable[Message]) -> Iterator[list[Message]]:
    piece: list[Message] = []
    size = 0
    for each in messages:
        if piece and (len(piece) >= _PIECE_MAILS or size + each.size > _PIECE_BYTES):
            yield piece
            piece, size = [], 0
        piece.append(each)
        size += each.size
    if piece:
        yield piece
