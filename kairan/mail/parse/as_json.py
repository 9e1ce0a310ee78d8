"""The one line of JSON that describes a parsed mail to other programs."""

import json
from collections.abc import Iterator

from kairan.mail.parse.message import Attachment, Message
from kairan.mail.parse.values import Address

_SMALL = 200_000
"""Characters that may be in memory in several forms at once."""


def to_json(message: Message, uid: str) -> dict[str, object]:
    """The values of `kairan mail parse`, ready for json.dumps."""
    return {
        "uid": uid,
        "subject": message.subject,
        "from": _people(message.from_),
        "to": _people(message.to),
        "cc": _people(message.cc),
        "reply_to": _people(message.reply_to),
        "date": message.date.isoformat() if message.date else None,
        "message_id": message.message_id,
        "text": message.text,
        "html": message.html,
        "attachments": [_file(part) for part in message.attachments],
        "defects": list(message.defects),
    }


def json_line(message: Message, uid: str) -> Iterator[bytes]:
    """The line as `json.dumps` writes it, in pieces: a large text is never in memory twice."""
    if len(message.raw_head) + len(message.text) + len(message.html) < _SMALL:
        yield json.dumps(to_json(message, uid), ensure_ascii=False).encode() + b"\n"
        return
    start = b"{"
    for key, value in to_json(message, uid).items():
        yield start + json.dumps(key).encode() + b": "
        yield from _value(value)
        start = b", "
    yield b"}\n"


def _value(value: object) -> Iterator[bytes]:
    if not isinstance(value, str):
        yield json.dumps(value, ensure_ascii=False).encode()
        return
    yield b'"'
    for start in range(0, len(value), _SMALL):
        yield json.dumps(value[start : start + _SMALL], ensure_ascii=False)[1:-1].encode()
    yield b'"'


def _people(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": address.name, "addr": address.addr} for address in addresses]


def _file(part: Attachment) -> dict[str, object]:
    return {"name": part.name, "type": part.type, "size": part.size, "sha256": part.sha256}
