"""Which mails on a server are new, and which may be deleted there.

A mail is known by its account and its unique id. Where a server breaks the rules of unique ids
(RFC 1939 §7: gives one twice, gives one to another mail, has none), its bytes decide too: nothing
may be lost, or come twice, because of that.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from kairan.webmail.models import Account, Served
from kairan.webmail.receiving.showing import NO_UID

BATCH = 500
LONGEST_UID = 150


@dataclass(frozen=True)
class Listing:
    """Message numbers with their unique ids, by what has to be done with each.

    ``known`` has come in, ``fresh`` has not, of ``large`` the head is enough, somebody asked for
    all of ``wanted``, and of ``doubtful`` only the bytes can tell. ``doubled`` ids stand for
    several mails at once. ``vanished`` ids lay on the server the last time.
    """

    known: dict[int, str] = field(default_factory=dict)
    fresh: dict[int, str] = field(default_factory=dict)
    large: dict[int, str] = field(default_factory=dict)
    wanted: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)
    vanished: set[str] = field(default_factory=set)

    @property
    def to_fetch(self) -> int:
        """How many mails are asked for."""
        return sum(map(len, (self.fresh, self.large, self.wanted, self.doubtful)))


def begin_anew_elsewhere(account: Account) -> None:
    """Forget what lies on the server when the account has moved: its ids mean nothing there."""
    mailbox = account.incoming.mailbox
    place = f"{mailbox.user} {mailbox.host}"
    if account.received_from == place:
        return
    with transaction.atomic():
        account.served.update(is_on_server=False)
        Account.objects.filter(pk=account.pk).update(received_from=place, shown_digest="")
    account.received_from, account.shown_digest = place, ""


def look_through(
    account: Account, uids: Mapping[int, str], sizes: Mapping[int, int] | None = None
) -> Listing:
    """Sort what a server lists: numbers to unique ids, and to sizes where it says those."""
    plain = {number: _plain(uid) for number, uid in sorted(uids.items())}
    rows = _come_in(account).filter(is_on_server=True)
    on_server = dict(rows.values_list("uid", "size").iterator())
    listing = Listing(doubled=_doubled(plain.values(), on_server))
    listing.vanished.update(on_server)
    listing.vanished.difference_update(plain.values())
    _sort(listing, plain, on_server, _Told(account, sizes or {}))
    unknown = {**listing.fresh, **listing.large}
    back_again = {row.uid for row in _rows(account, unknown.values())}
    for number, uid in unknown.items() if back_again else ():
        if uid in back_again:
            listing.fresh.pop(number, None)
            listing.large.pop(number, None)
            listing.doubtful[number] = uid
    return listing


class _Told:
    """What sizes tell of mails: that one is another than the one that came, that one is large."""

    def __init__(self, account: Account, sizes: Mapping[int, int]) -> None:
        self._sizes = sizes
        self._most = account.heads_over
        heads = account.served.filter(outcome=Served.Outcome.HEAD, is_on_server=True)
        self._heads = dict(heads.values_list("uid", "is_wanted"))

    def is_another(self, number: int, uid: str, before: int | None) -> bool:
        now = self._sizes.get(number)
        return None not in {now, before} and now != before and uid not in self._heads

    def is_large(self, number: int) -> bool:
        return self._most is not None and self._sizes.get(number, 0) > self._most

    def is_wanted(self, uid: str) -> bool:
        return self._heads.get(uid, False)


def _sort(
    listing: Listing, plain: Mapping[int, str], on_server: Mapping[str, int | None], told: _Told
) -> None:
    for number, uid in plain.items():
        if uid in listing.doubled:
            listing.doubtful[number] = uid
        elif uid not in on_server:
            (listing.large if told.is_large(number) else listing.fresh)[number] = uid
        elif told.is_another(number, uid, on_server[uid]):
            listing.doubtful[number] = uid
        else:
            (listing.wanted if told.is_wanted(uid) else listing.known)[number] = uid


def deletable(account: Account, now: datetime) -> QuerySet[Served]:
    """Return what the account's rule lets us delete at ``now``: only mail that is stored."""
    received = account.served.filter(outcome=Served.Outcome.RECEIVED, is_on_server=True)
    match account.leave:
        case Account.Leave.NEVER:
            return received
        case Account.Leave.DAYS:
            return received.filter(seen_at__lte=now - timedelta(days=account.leave_days))
        case Account.Leave.WHILE_KEPT:
            return received.filter(message=None)
        case _:
            return received.none()


def note_what_is_gone(
    account: Account, *, vanished: Iterable[str], deleted: Iterable[str], now: datetime
) -> None:
    """Note which mails have left the server, by another's hand or by ours."""
    with transaction.atomic():
        for part in parts(sorted(vanished)):
            account.served.filter(uid__in=part).update(is_on_server=False)
        for part in parts(sorted(deleted)):
            account.served.filter(uid__in=part).update(is_on_server=False, deleted_at=now)


def _plain(uid: str) -> str:
    """Return a unique id as rows keep it: without blanks, not too long."""
    if uid.isprintable() and " " not in uid and len(uid) <= LONGEST_UID:
        return uid
    return f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}"


def _doubled(uids: Iterable[str], on_server: Iterable[str]) -> set[str]:
    doubled = {uid for uid, count in Counter(uids).items() if count > 1}
    settled_by_bytes = {uid.partition(" ")[0] for uid in on_server if " " in uid}
    return doubled | settled_by_bytes | {NO_UID}


def _come_in(account: Account) -> QuerySet[Served]:
    """Everything but what the server would not give: that is asked for again."""
    return account.served.filter(~Q(outcome=Served.Outcome.REFUSED))


def _rows(account: Account, uids: Iterable[str]) -> Iterator[Served]:
    for part in parts(sorted(set(uids))):
        yield from _come_in(account).filter(uid__in=part)


def parts(items: list[str]) -> Iterator[list[str]]:
    """Yield ``items`` in parts of which a query can name each."""
    yield from (items[start : start + BATCH] for start in range(0, len(items), BATCH))
