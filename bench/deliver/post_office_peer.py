"""django-post-office: queues with ``send_many``, drains as its command does."""

import os

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be ready
from post_office.mail import send_many, send_queued_mail_until_done  # noqa: E402
from post_office.models import STATUS, Email  # noqa: E402

from bench.deliver.turn import TEXT, take_turn  # noqa: E402


def queue(letters: int, _port: int) -> None:
    """Queue letters to as many people."""
    call_command("migrate", interactive=False, verbosity=0)
    send_many(
        [
            {
                "recipients": [f"r{number}@example.test"],
                "sender": "office@lantern.test",
                "subject": "Tidying the storeroom",
                "message": TEXT.format(number),
            }
            for number in range(letters)
        ]
    )


def drain() -> None:
    """Send all that is queued, in two processes where settings are the best."""
    processes = 2 if os.environ.get("BENCH_BEST") else 1
    send_queued_mail_until_done(processes=processes)


def count() -> int:
    """Return how many were sent, as its database says."""
    return int(Email.objects.filter(status=STATUS.sent).count())


if __name__ == "__main__":
    take_turn(queue=queue, drain=drain, count=count)
