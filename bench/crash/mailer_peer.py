"""django-mailer under fire: a loop around ``send_all``, which cron calls otherwise."""

import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be ready
from mailer.engine import send_all  # noqa: E402
from mailer.models import RESULT_SUCCESS, Message, MessageLog, get_message_id  # noqa: E402

from bench.crash.locking import hold_lock  # noqa: E402
from bench.deliver.mailer_peer import submit_letters  # noqa: E402
from bench.deliver.turn import number_of  # noqa: E402


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
        send_all()
        time.sleep(0.1)


def hurry() -> None:
    """Try again what was put off, as its command ``retry_deferred`` does."""
    Message.objects.retry_deferred()


def states(first: int) -> list[tuple[int, str]]:
    """Return what the database says of the letters from a number on."""
    waiting = [(get_message_id(each.email), "open") for each in Message.objects.all()]
    sent = MessageLog.objects.filter(result=RESULT_SUCCESS).values_list("message_id", flat=True)
    rows = [*((each, "sent") for each in sent), *waiting]
    return [(number_of(name), state) for name, state in rows if number_of(name) >= first]


def lock(seconds: float) -> None:
    """Keep everybody else from the queue."""
    hold_lock("mailer_message", seconds)


def clear() -> None:
    """Forget what an earlier trial left behind."""
    Message.objects.all().delete()
    MessageLog.objects.all().delete()
