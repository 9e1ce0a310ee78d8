"""Which mails on a server are new, and which may be deleted there; identity is account and UIDL."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from kairan.webmail.models import Account, Served

BATCH = 500


def distinct(uids: Mapping[int, str]) -> dict[int, str]:
    """Return the unique id of each message number, told apart where a server gives one twice."""
    seen: Counter[str] = Counter()
    told_apart = {}
    for number, uid in sorted(uids.items()):
        seen[uid] += 1
        told_apart[number] = uid if seen[uid] == 1 else f"{uid} #{seen[uid]}"
    return told_apart


def new_among(account: Account, uids: Mapping[int, str]) -> dict[int, str]:
    """Return those of ``uids`` (number to unique id) that have never come in, in server order."""
    on_server = set(account.served.filter(is_on_server=True).values_list("uid", flat=True))
    unknown = {number: uid for number, uid in sorted(uids.items()) if uid not in on_server}
    parts = _parts(list(unknown.values()))
    back_again = {uid for part in parts for uid in _known(account, part)}
    return {number: uid for number, uid in unknown.items() if uid not in back_again}


def deletable(account: Account, uids: Mapping[int, str], now: datetime) -> dict[int, str]:
    """Return what the account's rule lets us delete from the server at ``now``."""
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
    return {number: uid for number, uid in uids.items() if uid in allowed}


def _known(account: Account, uids: list[str]) -> list[str]:
    return list(account.served.filter(uid__in=uids).values_list("uid", flat=True))


def _parts(items: list[str]) -> Iterator[list[str]]:
    yield from (items[start : start + BATCH] for start in range(0, len(items), BATCH))
