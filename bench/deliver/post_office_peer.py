"""django-post-office: queues with ``send_many``, drains as its command does."""

import os

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django has to be ready
from post_office.mail import send_many, send_queued_mail_until_done  # noqa: E402
from post_office.models import STATUS, Email  # noqa: E402

from bench.deliver.turn import TEXT, address_of, message_id_of, take_turn  # noqa: E402


def queue(letters: int, _port: int) -> None:
    """Make the database, and queue letters to as many people."""
    call_command("migrate", interactive=False, verbosity=0)
    submit_letters(range(letters))


def submit_letters(numbers: range) -> None:
    """Queue letters to as many people, each with a Message-ID of its own."""
    send_many(
        [
            {
                "recipients": [address_of(number)],
                "sender": "office@lantern.test",
                "subject": "Tidying the storeroom",
                "message": TEXT.format(number),
                "headers": {"Message-ID": message_id_of(number)},
            }
            for number in numbers
        ]
    )


def drain(processes: int = 2 if os.environ.get("BENCH_BEST") else 1) -> None:
    """Send all that is queued; in two processes where settings are the best."""
    # The default lock lies in a folder that the whole machine shares.
    send_queued_mail_until_done(os.environ["KAIRAN_HOME"] + "/queue", processes)


def count() -> int:
    """Return how many were sent, as its database says."""
    return int(Email.objects.filter(status=STATUS.sent).count())


if __name__ == "__main__":
    take_turn(queue=queue, drain=drain, count=count, again=submit_letters)
