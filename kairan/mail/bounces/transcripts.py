"""Reads bounces in free form: whom a server names, and what it says of each.

Most servers write the address, then what happened: ``<ben@example.com>: 550 5.1.1 User unknown``.
Words before the first address are about all of them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_DOMAIN = r"(?:[\w-]{1,63}\.){0,20}[\w-]{1,63}"
_ADDRESS = re.compile(rf"(?<![\w@.]){_LOCAL}@{_DOMAIN}", re.ASCII)
_AT_BEGINNING = re.compile(
    rf"""^[\s*>|"'<(\[-]*                          # indented, marked, quoted
    (?:(?:rcpt\ to|recipient|user|address|failed\ recipient|fails?\ to)\s*:\s*)?["'<]*
    (?P<address>{_LOCAL}@{_DOMAIN})""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_IN_SENTENCE = re.compile(
    rf"""(?:rcpt\ to\s*:\s*<?
    | (?:deliver(?:ing|y|ed)?|mail|message|sen[dt]|reach)\b[^.\n@]{{0,60}}?\bto:?\s+<?
    | recipient[^\n@]{{0,60}}?:\s*<?
    | (?:returned|had)\ permanent\ errors?:\s*<?
    | ^\d{{3}}[ -]<?
    | \(reason:[^@\n]*<)
    (?P<address>{_LOCAL}@{_DOMAIN})""",
    re.IGNORECASE | re.VERBOSE | re.ASCII | re.MULTILINE,
)
# Lines about who has sent, or whom to ask; and the commands of our own side of a dialogue.
_OF_OTHERS = re.compile(
    r"""^\W*(?:from|sender|mail\ from|cc|subject|date|message-id|reply-to|return-path|envelope.from
    | contact|for\ further|please|if\ you|in:\s|out:\s|>>>\ mail)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST = 1_000
_LONGEST_BEFORE = 2_000
_SERVERS_OWN = re.compile(
    r"(?:postmaster|mailer-daemon|abuse|support|noreply|no-reply)@", re.IGNORECASE
)


@dataclass(frozen=True)
class Named:
    """A recipient that a server names, and what it says from there to the next one."""

    address: str
    said: str


def named_in(
    words: str, *, hints: Collection[str] = (), others: Collection[str] = ()
) -> list[Named]:
    """Return whom ``words`` name as not reached.

    :param hints: addresses that are recipients for certain, in small letters.
    :param others: addresses that are none: who sent the mail, and who reports.
    """
    lines = words.split("\n")
    places = _places(lines, hints=set(hints), others=set(others))[:_MOST]
    found: dict[str, list[str]] = {}
    for index, (number, address) in enumerate(places):
        end = places[index + 1][0] if index + 1 < len(places) else len(lines)
        said = "\n".join(lines[number : max(end, number + 1)])
        found.setdefault(address.lower(), [address]).append(said)
    before = "\n".join(lines[: places[0][0]])[-_LONGEST_BEFORE:] if places else ""
    return [Named(address, "\n".join([*said, before])) for address, *said in found.values()]


def _places(
    lines: list[str], *, hints: Collection[str], others: Collection[str]
) -> list[tuple[int, str]]:
    places = []
    for number, line in enumerate(lines):
        if _OF_OTHERS.match(line):
            continue
        address = _address_in(line)
        if address is None or address.lower() in others:
            continue
        if hints and address.lower() not in hints:
            continue
        if not hints and _SERVERS_OWN.match(address):
            continue
        places.append((number, address))
    return places


def _address_in(line: str) -> str | None:
    for pattern in (_AT_BEGINNING, _IN_SENTENCE):
        found = pattern.search(line)
        if found:
            return found["address"].rstrip(".-")
    return None


def any_address(words: str, others: Collection[str]) -> str | None:
    """Return the first address in ``words`` that is none of ``others``, wherever it stands."""
    found = (each[0].rstrip(".-") for each in _ADDRESS.finditer(words))
    return next((each for each in found if each.lower() not in others), None)
