"""What the worker does for WebMail: receive the accounts whose time has come, side by side."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connections
from django.db.models import Min

from kairan.clock.rounds import Round
from kairan.webmail.models import Account
from kairan.webmail.receiving.operations import EVERY, ROUND, claim, receive

SIDE_BY_SIDE = 8
_pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="receiving")


def receive_due(now: datetime) -> datetime | None:
    """Start receiving every due account and return when the next one is due.

    It does not wait: an account whose server is slow holds up none of the others.
    """
    for account in Account.objects.due(now).with_servers().order_by("next_receive_at")[:100]:
        if claim(account, now):
            _pool.submit(_receive, account)
    next_due: datetime | None = Account.objects.receiving().aggregate(
        moment=Min("next_receive_at")
    )["moment"]
    return next_due


def _receive(account: Account) -> None:
    try:
        receive(account)
    finally:
        connections.close_all()


ROUNDS = [Round(ROUND, receive_due, every=EVERY / 10)]
