"""The one line of JSON that describes a parsed mail to other programs."""

from kairan.mail.parse.message import Message
from kairan.mail.parse.values import Address


def _people(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": address.name, "addr": address.addr} for address in addresses]


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
        "attachments": [
            {"name": part.name, "type": part.type, "size": part.size, "sha256": part.sha256}
            for part in message.attachments
        ],
        "defects": list(message.defects),
    }
