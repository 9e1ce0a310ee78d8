"""Reads bounces in free form: whom a server names, and what it says of each.

Most servers write the address, then what happened: ``<ben@example.com>: 550 5.1.1 User unknown``.
Words before the first address are about all of them. Old ones keep a record of the dialogue and
close it with the address: ``550 <ben@example.com>... User unknown``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_DOMAIN = r"(?:[\w-]{1,63}\.){0,20}[\w-]{1,63}"
_ADDRESS = re.compile(rf"(?<![\w@.]){_LOCAL}@{_DOMAIN}", re.ASCII)
_AT_BEGINNING = re.compile(
    rf"""^[\s*>|"'<(\[-]{{0,40}}                          # indented, marked, quoted
    (?:(?:rcpt\ to|recipient|user|address|failed\ recipient|fails?\ to)\s{{0,9}}:\s{{0,9}})?
    ["'<]{{0,3}}
    (?P<address>{_LOCAL}@{_DOMAIN})""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_IN_SENTENCE = re.compile(
    rf"""(?:rcpt\ to\s*:\s*<?
    | (?:deliver(?:ing|y|ed)?|mail|message|sen[dt]|reach)\b[^.\n@]{{0,60}}?\bto:?\s+['"<]*
    | recipient[^\n@]{{0,60}}?:\s*<?
    | (?:returned|had)\ permanent\ errors?:\s*<?
    | \(reason:[^@\n]*<)
    (?P<address>{_LOCAL}@{_DOMAIN})""",
    re.IGNORECASE | re.VERBOSE | re.ASCII | re.MULTILINE,
)
_CONCLUSION = re.compile(
    rf"^\d{{3}}[ -](?:\d\.\d+\.\d+ )?<?(?P<address>{_LOCAL}@{_DOMAIN})>?(?P<dots>\.\.\.)?",
    re.ASCII,
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
    """A recipient that a server names, what it says of them, and what it says of all before."""

    address: str
    said: str
    before: str = ""


@dataclass(frozen=True)
class _Place:
    """Where a recipient is named, and whether the line closes what is said of them."""

    number: int
    address: str
    closes: bool = False


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
    for index, place in enumerate(places):
        said = "\n".join(_lines_about(index, places, lines))
        found.setdefault(place.address.lower(), [place.address]).append(said)
    before = "\n".join(lines[: places[0].number])[-_LONGEST_BEFORE:] if places else ""
    return [Named(address, "\n".join(said), before) for address, *said in found.values()]


def _lines_about(index: int, places: list[_Place], lines: list[str]) -> list[str]:
    """Return the lines from a place to the next one; from the last one, where it closes them."""
    place = places[index]
    if place.closes:
        begin = places[index - 1].number + 1 if index else 0
        after = [] if index + 1 < len(places) else lines[place.number + 1 :]
        return [lines[place.number], *lines[begin : place.number], *after]
    end = places[index + 1].number if index + 1 < len(places) else len(lines)
    return lines[place.number : max(end, place.number + 1)]


def _places(lines: list[str], *, hints: Collection[str], others: Collection[str]) -> list[_Place]:
    """Return where recipients are named: in sentences only where no line begins with one."""
    begun: list[_Place] = []
    told: list[_Place] = []
    for number, line in enumerate(lines):
        if _OF_OTHERS.match(line):
            continue
        for found, into in ((_at_beginning(line), begun), (_IN_SENTENCE.search(line), told)):
            if found and _is_recipient(address := found["address"].rstrip(".-"), hints, others):
                into.append(_Place(number, address, closes=bool(found.groupdict().get("dots"))))
                break
    return begun or told


def _at_beginning(line: str) -> re.Match[str] | None:
    return _AT_BEGINNING.search(line) or _CONCLUSION.search(line)


def _is_recipient(address: str, hints: Collection[str], others: Collection[str]) -> bool:
    if hints:
        return address.lower() in hints
    return address.lower() not in others and not _SERVERS_OWN.match(address)


def any_address(words: str, others: Collection[str]) -> str | None:
    """Return the first address in ``words`` that is none of ``others``, wherever it stands."""
    found = (each[0].rstrip(".-") for each in _ADDRESS.finditer(words))
    return next((each for each in found if each.lower() not in others), None)
