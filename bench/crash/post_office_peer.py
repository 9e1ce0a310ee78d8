"""django-post-office under fire: a loop around what its command does, which cron calls otherwise.

Its queue is not locked, so there is one worker; what is asked for as workers are its processes.
"""

import os
import time
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be ready
from django.utils.timezone import now  # noqa: E402
from post_office.models import STATUS, Email  # noqa: E402

from bench.crash.locking import hold_lock  # noqa: E402
from bench.deliver.post_office_peer import drain, submit_letters  # noqa: E402
from bench.deliver.turn import number_of  # noqa: E402

_STATES = {STATUS.sent: "sent", STATUS.failed: "given up"}


def prepare(user: str, password: str) -> None:
    """Make the database; the login stands in the settings."""
    del user, password
    call_command("migrate", interactive=False, verbosity=0)


def queue(first: int, end: int, *, resends: bool) -> None:
    """Queue letters; this tool knows no doubt."""
    del resends
    submit_letters(range(first, end))


def work() -> None:
    """Send what there is, again and again."""
    while True:
        drain(int(os.environ["BENCH_PROCESSES"]))
        time.sleep(0.1)


def hurry() -> None:
    """Try again now what was put off."""
    later = Email.objects.filter(status=STATUS.requeued, scheduled_time__gt=now())
    later.update(scheduled_time=now() - timedelta(seconds=1))


def states(first: int) -> list[tuple[int, str]]:
    """Return what the database says of the letters from a number on."""
    rows = Email.objects.values_list("to", "status")
    return [
        (number_of(to[0]), _STATES.get(status, "open"))
        for to, status in rows
        if number_of(to[0]) >= first
    ]


def lock(seconds: float) -> None:
    """Keep everybody else from the queue."""
    hold_lock("post_office_email", seconds)


def clear() -> None:
    """Forget what an earlier trial left behind."""
    Email.objects.all().delete()
