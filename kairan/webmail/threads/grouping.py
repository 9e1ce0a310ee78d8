"""Which mails are one conversation, by the Message-IDs that they bear and name; pure.

Two mails belong together when one names the other, or both name a third, whether it is here or not
(RFC 5322 3.6.4, RFC 5256 "REFERENCES"). Message-IDs stand here as numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from kairan.mail.parse import Summary

MOST_NAMED = 20
_ID = re.compile(r"<[^<>\s]{1,900}>")
_PREFIX = r"(?:re|aw|sv|vs|antw|odp|返信|回复|回覆|答复)(?:\s?[\[(]\d{1,3}[\])])?\s?[:：]\s*"
_REPLY = re.compile(rf"^\s*(?:{_PREFIX})+", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """What one mail bears and names: its own id, if any, and those it answers, oldest first."""

    own: int | None = None
    others: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        """Every id, the oldest first."""
        return self.others if self.own is None else (*self.others, self.own)


@dataclass(frozen=True)
class Grouping:
    """The conversation of each mail in turn, of each id that was in none, and what is now one.

    ``merged`` leads from a conversation to the one that has swallowed it.
    """

    threads: Sequence[int]
    fresh: Mapping[int, int] = field(default_factory=dict)
    merged: Mapping[int, int] = field(default_factory=dict)


def names_in(mail: Summary, *, owner: int) -> Named:
    """Return the ids that ``mail`` bears and names, as numbers that only ``owner`` has."""
    own = [_number(owner, each) for each in _ID.findall(mail.message_id)[:1]]
    named = _ID.findall(" ".join((*mail.references, *mail.in_reply_to)))
    # The first is the root, and the last are the nearest; a chain may be of any length.
    kept = [*named[:1], *named[1:][-MOST_NAMED:]]
    others = dict.fromkeys(_number(owner, each) for each in kept)
    others.pop(own[0] if own else 0, None)
    return Named(own[0] if own else None, tuple(others))


def answered_subject(subject: str) -> str:
    """Return what a subject such as "Re: Slides" answers, in lower case; "" for no answer."""
    rest = _REPLY.sub("", subject, count=1)
    return "" if rest == subject else plain_subject(rest)


def plain_subject(subject: str) -> str:
    """Return a subject as it is compared."""
    return " ".join(subject.casefold().split())


def group(mails: Sequence[Named], known: Mapping[int, int]) -> Grouping:
    """Put ``mails`` into conversations; ``known`` leads from ids to the conversations they are in.

    What this gives is the same however the mails are divided into calls and ordered: those that
    are connected are together.
    """
    leads: dict[int, int] = {}
    for mail in mails:
        for each in mail.all[1:]:
            _join(leads, mail.all[0], each)
    by_thread: dict[int, int] = {}
    for key, thread in known.items():
        _join(leads, key, by_thread.setdefault(thread, key))
    found = _threads_of(leads, known)
    threads: list[int] = []
    fresh: dict[int, int] = {}
    for mail in mails:
        root = _root(leads, mail.all[0]) if mail.all else 0
        thread = found.setdefault(root, root)
        threads.append(thread)
        fresh.update((each, thread) for each in mail.all if each not in known)
    merged = {old: found[_root(leads, key)] for old, key in by_thread.items()}
    return Grouping(threads, fresh, {old: new for old, new in merged.items() if old != new})


def _threads_of(leads: dict[int, int], known: Mapping[int, int]) -> dict[int, int]:
    """Return the conversation of each group that has one: of several the smallest number."""
    found: dict[int, int] = {}
    for key, thread in known.items():
        root = _root(leads, key)
        found[root] = min(thread, found.get(root, thread))
    return found


def _join(leads: dict[int, int], one: int, other: int) -> None:
    first, second = _root(leads, one), _root(leads, other)
    if first != second:
        leads[max(first, second)] = min(first, second)


def _root(leads: dict[int, int], key: int) -> int:
    path = []
    while (lead := leads.get(key, key)) != key:
        path.append(key)
        key = lead
    for each in path:
        leads[each] = key
    return key


def _number(owner: int, message_id: str) -> int:
    digest = blake2b(f"{owner} {message_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def chained(items: Iterable[Named]) -> set[int]:
    """Return all ids of ``items``."""
    return {each for item in items for each in item.all}
