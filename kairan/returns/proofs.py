"""Which mail of ours another one speaks of, told by what only we and its receivers know.

Every mail carries a Message-ID with 120 random bits; where none is added, the link that switches
its kind off, which nobody can make but this office. What carries neither proves nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from kairan.delivery.models import Envelope, EnvelopeQuerySet, Purpose
from kairan.mail.address import BadAddress, wire_form
from kairan.mail.compose import Template
from kairan.mail.message_id import read_all
from kairan.mail.parse import headers_only

SENT_WITHIN = timedelta(days=90)
MOST_MAILS = 1_000
_MOST_BYTES = 1_000_000
_PUNYCODE = re.compile(r"(?:^|\.)xn--", re.IGNORECASE)


def sent_to(addresses: Iterable[str], *, now: datetime) -> EnvelopeQuerySet:
    """Return the newest envelopes to ``addresses``, in any way they may be written.

    Personal mail is left out: it comes back to whoever wrote it.
    """
    keys = {form for each in addresses for form in forms(each)}
    recent = Envelope.objects.filter(
        search_key__in=sorted(keys), letter__created_at__gt=now - SENT_WITHIN
    )
    recent = recent.exclude(letter__purpose=Purpose.PERSONAL)
    return recent.select_related("letter").defer("letter__template").order_by("-pk")[:MOST_MAILS]


def named_in(text: str, among: Iterable[Envelope]) -> list[Envelope]:
    """Return those envelopes whose mail is named in ``text`` by what nobody could guess."""
    ids = frozenset(read_all(text))
    return [each for each in among if _is_named(each, ids, text)]


def answered(ids: Iterable[str], among: Iterable[Envelope]) -> list[Envelope]:
    """Return those envelopes whose Message-ID is one of ``ids``."""
    wanted = frozenset(ids)
    return [each for each in among if _message_id(each) in wanted] if wanted else []


def everything_in(raw: bytes) -> str:
    """Return a mail as the text in which proofs are looked for: its lines as they came."""
    unfolded = raw[:_MOST_BYTES].replace(b"\r\n", b"\n").replace(b"=\n", b"")
    return unfolded.decode("latin-1")


def _is_named(envelope: Envelope, ids: frozenset[str], text: str) -> bool:
    message_id = _message_id(envelope)
    if message_id:
        return message_id in ids
    link = json.loads(envelope.slots).get("unsubscribe", "")
    return bool(link) and link in text


def _message_id(envelope: Envelope) -> str:
    """Return the Message-ID of a mail: a slot of it, or the same for all of its letter."""
    if not envelope.letter.has_message_id:
        return ""
    slots = json.loads(envelope.slots)
    if "message-id" in slots:
        return str(slots["message-id"])
    try:
        filled = Template.from_bytes(bytes(envelope.letter.template)).fill(slots)
    except (KeyError, ValueError):
        return ""  # It cannot be put together any more, so nobody has ever got it.
    return headers_only(filled).message_id


def forms(address: str) -> Iterator[str]:
    """Yield the ways, in small letters, in which rows may write an address that a mail names."""
    plain = address.strip().strip("<>").lower()
    yield plain
    local, at, domain = plain.rpartition("@")
    if at and local.startswith('"'):
        yield f"{local.strip(chr(34))}@{domain}"
    if _PUNYCODE.search(domain):
        try:
            yield f"{local}@{domain.encode('ascii').decode('idna')}"
        except UnicodeError:
            return


def same(one: str, other: str) -> bool:
    """Whether two addresses are the same mailbox, however each is written."""
    try:
        return wire_form(one.strip("<> ")).lower() == wire_form(other.strip("<> ")).lower()
    except BadAddress:
        return one.lower() == other.lower()
