"""Receives as the worker does, with the settings that ship: python -m bench.receive.ours …

Prints what it found as JSON.
"""

import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import django

django.setup()

from django.db.models import Sum  # noqa: E402 - the office has to be open
from django.utils import timezone  # noqa: E402

from kairan.clock import worker  # noqa: E402
from kairan.clock.models import Heartbeat  # noqa: E402
from kairan.config.serving import migrate  # noqa: E402
from kairan.webmail.models import Account, Message  # noqa: E402
from kairan.webmail.receiving.operations import ask, receive  # noqa: E402
from tests.journeys.inside.furnish import mail_account, people  # noqa: E402

_LOOK_EVERY = 0.05
_PATIENCE = 600.0


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


def searchable() -> dict[str, float]:
    """Have the worker receive once: seconds until the index has all, and how many mails it has."""
    account = Account.objects.get()
    Account.objects.update(next_receive_at=timezone.now() + timedelta(days=1))
    with _worker():
        begun = time.perf_counter()
        ask(account)
        _await(lambda: Account.objects.exclude(received_at=None).exists())
        _await(lambda: not Message.objects.filter(is_searchable=False).exists())
        took = time.perf_counter() - begun
    return {
        "seconds": took,
        "listed": Message.objects.filter(is_searchable=True).count(),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


@contextmanager
def _worker() -> Iterator[None]:
    """Run all rounds in this process, as ``kairan worker`` does."""
    stop = threading.Event()
    going = threading.Thread(target=worker.run, args=[stop])
    going.start()
    try:
        _await(Heartbeat.objects.exists)
        yield
    finally:
        stop.set()
        going.join()


def _await(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("The worker has not done its work.")
        time.sleep(_LOOK_EVERY)


_WHAT: dict[str, Callable[..., object]] = {
    "open": open_office,
    "once": once,
    "searchable": searchable,
}

if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    print(json.dumps(_WHAT[what](*map(int, arguments))))
