"""Ours and the peers: each reads a mail wholly, and says what it has read in the same words."""

import email
import email.policy
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from functools import partial
from typing import Any, cast

import fast_mail_parser

from kairan.mail.parse import parse, to_json

Said = dict[str, object]


@dataclass(frozen=True)
class Reader:
    """One row: ``read`` does what a mailbox needs of a mail, ``say`` tells it as JSON does."""

    tool: str
    read: Callable[[bytes], object]
    say: Callable[[bytes, str], Said]


def _read(raw: bytes) -> object:
    message = parse(raw)
    return message, [part.data for part in message.attachments]


def _email(raw: bytes) -> Said:
    """What Python's own package gives where nothing is caught but what one header raises."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    said: Said = {
        "subject": _guarded(lambda: str(message["subject"] or "")),
        "from": _guarded(lambda: _people(message["from"])) or [],
        "to": _guarded(lambda: _people(message["to"])) or [],
        "date": _guarded(lambda: message["date"].datetime.isoformat()),
    }
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    files: list[Said] = []
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        name = _guarded(part.get_filename)
        if part.get_content_type() in texts and not name and not part.is_attachment():
            texts[part.get_content_type()].append(str(_guarded(part.get_content) or ""))
        else:
            data = _guarded(partial(_bytes, part)) or b""
            files.append(_file(str(name or ""), part.get_content_type(), data))
    joined = {"text": "\n".join(texts["text/plain"]), "html": "\n".join(texts["text/html"])}
    return {**said, **joined, "attachments": files}


def _guarded(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Exception:  # noqa: BLE001 - whatever a header raises, the others can be read
        return None


def _people(header: AddressHeader | None) -> list[Said]:
    found = header.addresses if header is not None else ()
    return [{"name": each.display_name, "addr": each.addr_spec} for each in found]


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return cast("EmailMessage", part.get_payload(0)).as_bytes()
    return cast("bytes", part.get_payload(decode=True))


def _file(name: str, kind: str, data: bytes) -> Said:
    digest = hashlib.sha256(data).hexdigest()
    return {"name": name, "type": kind, "size": len(data), "sha256": digest}


def _person(one: Any) -> Said:
    return {"name": one.display_name or "", "addr": one.address}


def _fast(raw: bytes) -> Said:
    mail = fast_mail_parser.parse_email(raw)
    return {
        "subject": mail.subject,
        "from": [_person(mail.from_)] if mail.from_ else [],
        "to": [_person(each) for each in mail.to],
        "date": mail.date_parsed.isoformat() if mail.date_parsed else None,
        "text": "\n".join(mail.text_plain),
        "html": "\n".join(mail.text_html),
        "attachments": [_file(a.filename or "", a.mimetype, a.content) for a in mail.attachments],
    }


READERS = [
    Reader("kairan", _read, lambda raw, uid: to_json(parse(raw), uid)),
    Reader("email policy.default", _email, lambda raw, uid: {"uid": uid, **_email(raw)}),
    Reader(
        "fast-mail-parser",
        lambda raw: fast_mail_parser.parse_email(raw),
        lambda raw, uid: {"uid": uid, **_fast(raw)},
    ),
]
