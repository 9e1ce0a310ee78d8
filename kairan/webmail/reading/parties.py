"""Who stands in the head of a mail, and who of them is in the reader's address book."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kairan.addressbook.completing import contacts_at
from kairan.mail.parse import Message as Parsed
from kairan.people.models import User

MOST_OFFERED = 50


@dataclass(frozen=True)
class Party:
    """A sender or recipient; ``contact`` leads to the contact, ``adding`` to the form of one."""

    name: str
    addr: str
    contact: str = ""
    adding: str = ""


@dataclass(frozen=True)
class Parties:
    """Everybody in the head of a mail."""

    senders: list[Party]
    to: list[Party]
    cc: list[Party]


def parties_of(parsed: Parsed, *, reader: User) -> Parties:
    """Return who is in the head of a mail; one query.

    Of a crowd, the first ``MOST_OFFERED`` are looked up and offered to be added.
    """
    heads = (parsed.from_, parsed.to, parsed.cc)
    first = [each.addr for head in heads for each in head if each.addr][:MOST_OFFERED]
    known = contacts_at(first, to=reader)
    offered = set(first)
    senders, to, cc = (
        [_party(each.name, each.addr, known, offered) for each in head] for head in heads
    )
    return Parties(senders, to, cc)


def _party(name: str, addr: str, known: dict[str, str], offered: Iterable[str]) -> Party:
    contact = known.get(addr.lower(), "")
    if contact or addr not in offered:
        return Party(name, addr, contact)
    asked = {"name": name, "address": addr} if name != addr else {"address": addr}
    return Party(name, addr, adding=f"{reverse('addressbook:new')}?{urlencode(asked)}")
