"""Tells by their bytes which mails have come in already, where unique ids cannot be trusted.

Servers give ids anew (RFC 1939 §7 forbids it), after a restore or a move: to the mails that had
others before, or to other mails. Nothing of that may make a mail come twice, or be lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count, starmap
from typing import NamedTuple

from django.db import transaction

from kairan.webmail.models import Account, Served
from kairan.webmail.receiving.listing import Listing, parts

_COLUMNS = ("pk", "uid", "sha256", "head_digest", "size", "is_on_server")


@dataclass(slots=True)
class Known:
    """A mail that has come in; ``uid`` is what it is known by at this moment."""

    pk: int
    uid: str
    sha256: str
    head_digest: str
    size: int | None
    is_on_server: bool
    is_there: bool = False


class Move(NamedTuple):
    """A mail that came in is known by ``uid`` from now on, and lies on the server or does not."""

    pk: int
    uid: str
    is_on_server: bool


class Identities:
    """Matches the mails of one visit with those that have come in, each with one at most.

    ``moves`` are what has to be written before the next new mail is stored.
    """

    def __init__(self, account: Account, listing: Listing) -> None:
        known = list(_known(account, listing))
        self._owner = {each.uid: each for each in known}
        self._doubled = listing.doubled
        self._by_bytes: dict[str, list[Known]] = defaultdict(list)
        self._by_head: dict[tuple[str, int | None], list[Known]] = defaultdict(list)
        for each in known:
            self._by_bytes[each.sha256].append(each)
            if each.head_digest:
                self._by_head[each.head_digest, each.size].append(each)
        self._sizes = {size for _digest, size in self._by_head}
        self.moves: list[Move] = []
        self.has_moved = False

    @property
    def are_empty(self) -> bool:
        """Whether no mail could be one of those that have come in."""
        return not self._owner

    def may_be_here(self, size: int | None) -> bool:
        """Whether a mail of that size may have come in: its head then tells."""
        return size is not None and size in self._sizes

    def settle_by_head(self, uid: str, head_digest: str, size: int | None) -> bool:
        """Whether the mail with that head and size has come in under another id."""
        return self._settled(uid, self._by_head.get((head_digest, size), ()))

    def settle_by_bytes(self, uid: str, sha256: str) -> tuple[str, bool]:
        """Return what a mail is known by, and whether it has come in already."""
        if uid not in self._doubled:
            if self._settled(uid, self._by_bytes.get(sha256, ())):
                return uid, True
            self._displace(uid)
            return uid, False
        for identity in chain([uid], self._identities(uid, sha256)):
            owner = self._owner.get(identity)
            if owner is None:
                self._owner[identity] = Known(
                    0, identity, sha256, "", None, is_on_server=True, is_there=True
                )
                return identity, False
            if owner.sha256 == sha256 and not owner.is_there:
                self._confirm(owner)
                return identity, True
        raise AssertionError("There is always another copy.")

    def _identities(self, uid: str, sha256: str) -> Iterator[str]:
        yield f"{uid} {sha256}"
        yield from (f"{uid} {sha256} #{copy}" for copy in count(2))

    def _settled(self, uid: str, candidates: Iterable[Known]) -> bool:
        free = [each for each in candidates if not each.is_there]
        same = next((each for each in free if each.uid == uid), None)
        if same is not None:
            self._confirm(same)
            return True
        if not free:
            return False
        self._displace(uid)
        self._move(free[0], uid, is_on_server=True)
        free[0].is_there = True
        return True

    def _confirm(self, mail: Known) -> None:
        mail.is_there = True
        if not mail.is_on_server:
            self.moves.append(Move(mail.pk, mail.uid, is_on_server=True))

    def _displace(self, uid: str) -> None:
        """Free ``uid`` of the mail that had it: it is gone, or has another id now."""
        owner = self._owner.get(uid)
        if owner is not None:
            free = self._identities(uid, owner.sha256)
            name = next(each for each in free if each not in self._owner)
            self._move(owner, name, is_on_server=False)
            self.has_moved = True

    def _move(self, mail: Known, uid: str, *, is_on_server: bool) -> None:
        del self._owner[mail.uid]
        self._owner[uid] = mail
        mail.uid = uid
        self.moves.append(Move(mail.pk, uid, is_on_server))


def write(account: Account, moves: list[Move]) -> None:
    """Write in their order what mails are known by now, and take them off the list."""
    if not moves:
        return
    with transaction.atomic():
        for pk, uid, is_on_server in moves:
            changes = {"uid": uid, "is_on_server": is_on_server}
            gone = {"deleted_at": None} if is_on_server else {}
            account.served.filter(pk=pk).update(**changes, **gone)
    moves.clear()


def _known(account: Account, listing: Listing) -> Iterator[Known]:
    """Return what may be matched: the owners of doubtful ids, and what was there the last time."""
    rows = account.served.exclude(outcome=Served.Outcome.REFUSED)
    for part in parts(sorted({*listing.doubtful.values(), *listing.vanished})):
        yield from starmap(Known, rows.filter(uid__in=part).values_list(*_COLUMNS))
    if listing.doubtful:
        copies = rows.filter(uid__contains=" ").exclude(uid__in=_copies(listing.vanished))
        yield from starmap(Known, copies.values_list(*_COLUMNS))


def _copies(uids: Iterable[str]) -> list[str]:
    return [uid for uid in uids if " " in uid]
