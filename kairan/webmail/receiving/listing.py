"""Which mails on a server are new, and which may be deleted there.

A mail is known by its account and its unique id. Where a server breaks the rules of unique ids
(RFC 1939 §7: gives one twice, gives a gone one to another mail, has none), its bytes decide too:
nothing may be lost, or come twice, because of that.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from kairan.webmail.models import Account, Served

BATCH = 500
LONGEST_UID = 150
NO_UID = "-"


@dataclass(frozen=True)
class Listing:
    """Message numbers with their unique ids, by what has to be done with each.

    ``known`` has come in, ``fresh`` has not, of ``doubtful`` only the bytes can tell.
    """

    known: dict[int, str] = field(default_factory=dict)
    fresh: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)


def begin_anew_elsewhere(account: Account) -> None:
    """Forget what lies on the server when the account has moved: its ids mean nothing there."""
    mailbox = account.incoming.mailbox
    place = f"{mailbox.user} {mailbox.host}"
    if account.received_from == place:
        return
    with transaction.atomic():
        account.served.update(is_on_server=False)
        Account.objects.filter(pk=account.pk).update(received_from=place)
    account.received_from = place


def look_through(account: Account, uids: Mapping[int, str]) -> Listing:
    """Sort what a server lists (number to unique id)."""
    plain = {number: _plain(uid) for number, uid in sorted(uids.items())}
    on_server = set(_come_in(account).filter(is_on_server=True).values_list("uid", flat=True))
    ambiguous = _ambiguous(plain.values(), on_server)
    unknown = [uid for uid in plain.values() if uid not in on_server and uid not in ambiguous]
    back_again = {row.uid for row in _rows(account, unknown)}
    listing = Listing()
    for number, uid in plain.items():
        if uid in ambiguous or uid in back_again:
            listing.doubtful[number] = uid
        elif uid in on_server:
            listing.known[number] = uid
        else:
            listing.fresh[number] = uid
    return listing


class Doubts:
    """Tells doubtful mails apart by their bytes, in the order in which they come."""

    def __init__(self, account: Account, doubtful: Mapping[int, str]) -> None:
        rows = [*_rows(account, doubtful.values()), *_come_in(account).filter(uid__contains=" ")]
        self._bytes = {row.uid: row.sha256 for row in rows}
        self._taken: set[str] = set()

    def settle(self, uid: str, raw: bytes) -> tuple[str, bool]:
        """Return what a mail is known by, and whether it has come in already."""
        digest = hashlib.sha256(raw).hexdigest()
        if self._bytes.get(uid) == digest and uid not in self._taken:
            self._taken.add(uid)
            return uid, True
        identity, copy = f"{uid} {digest}", 1
        while identity in self._taken:
            copy += 1
            identity = f"{uid} {digest} #{copy}"
        self._taken.add(identity)
        return identity, identity in self._bytes


def deletable(account: Account, identities: Mapping[int, str], now: datetime) -> dict[int, str]:
    """Return what the account's rule lets us delete at ``now``: only mail that is stored."""
    received = account.served.filter(outcome=Served.Outcome.RECEIVED, is_on_server=True)
    match account.leave:
        case Account.Leave.NEVER:
            wanted = received
        case Account.Leave.DAYS:
            wanted = received.filter(seen_at__lte=now - timedelta(days=account.leave_days))
        case Account.Leave.WHILE_KEPT:
            wanted = received.filter(message=None)
        case _:
            return {}
    allowed = set(wanted.values_list("uid", flat=True))
    return {number: uid for number, uid in identities.items() if uid in allowed}


def note_what_is_there(account: Account, identities: Iterable[str]) -> None:
    """Note which mails lie on the server now; the others were deleted, by us or somebody else."""
    there = set(identities)
    known = set(account.served.filter(is_on_server=True).values_list("uid", flat=True))
    for part in _parts(sorted(known - there)):
        account.served.filter(uid__in=part).update(is_on_server=False)
    for part in _parts(sorted(there - known)):
        account.served.filter(uid__in=part).update(is_on_server=True)


def _plain(uid: str) -> str:
    """Return a unique id as rows keep it: without blanks, not too long."""
    if uid.isprintable() and " " not in uid and len(uid) <= LONGEST_UID:
        return uid
    return f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}"


def _ambiguous(uids: Iterable[str], on_server: Iterable[str]) -> set[str]:
    doubled = {uid for uid, count in Counter(uids).items() if count > 1}
    settled_by_bytes = {uid.partition(" ")[0] for uid in on_server if " " in uid}
    return doubled | settled_by_bytes | {NO_UID}


def _come_in(account: Account) -> QuerySet[Served]:
    """Everything but what the server would not give: that is asked for again."""
    return account.served.filter(~Q(outcome=Served.Outcome.REFUSED))


def _rows(account: Account, uids: Iterable[str]) -> Iterator[Served]:
    for part in _parts(sorted(set(uids))):
        yield from _come_in(account).filter(uid__in=part)


def _parts(items: list[str]) -> Iterator[list[str]]:
    yield from (items[start : start + BATCH] for start in range(0, len(items), BATCH))
