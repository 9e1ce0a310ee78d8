"""Receives as the worker does, with the settings that ship: python -m bench.receive.ours …

Prints what it found as JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db.models import Sum  # noqa: E402 - the office has to be open

from kairan.config.serving import migrate  # noqa: E402
from kairan.webmail.models import Account, Message  # noqa: E402
from kairan.webmail.receiving.operations import receive  # noqa: E402
from tests.journeys.inside.furnish import mail_account, people  # noqa: E402


def open_office(port: int) -> None:
    """Make the database and an account that is received from ``port``."""
    migrate()
    _aiko, ben, *_others = people()
    mail_account(ben, smtp_port=port, pop3_port=port)


def once() -> dict[str, float]:
    """Receive once: seconds, what lies here afterwards, and the most memory it took (MiB)."""
    account = Account.objects.with_servers().get()
    begun = time.perf_counter()
    report = receive(account)
    took = time.perf_counter() - begun
    if report.trouble is not None:
        raise report.trouble
    listed = Message.objects.filter(account=account)
    return {
        "seconds": took,
        "came": report.came,
        "listed": listed.count(),
        "octets": listed.aggregate(sum=Sum("size"))["sum"] or 0,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


_WHAT: dict[str, Callable[..., object]] = {"open": open_office, "once": once}

if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    print(json.dumps(_WHAT[what](*map(int, arguments))))
