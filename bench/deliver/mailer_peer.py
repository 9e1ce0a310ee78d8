"""django-mailer: queues through its backend, drains with ``send_all``."""

import django

django.setup()

from django.core.mail import EmailMessage  # noqa: E402 - Django has to be ready
from django.core.management import call_command  # noqa: E402
from mailer.backend import DbBackend  # noqa: E402
from mailer.engine import send_all  # noqa: E402
from mailer.models import RESULT_SUCCESS, MessageLog  # noqa: E402

from bench.deliver.turn import TEXT, address_of, message_id_of, take_turn  # noqa: E402


def queue(letters: int, _port: int) -> None:
    """Make the database, and queue letters to as many people."""
    call_command("migrate", interactive=False, verbosity=0)
    submit_letters(range(letters))


def submit_letters(numbers: range) -> None:
    """Queue letters to as many people, each with a Message-ID of its own."""
    DbBackend().send_messages(
        [
            EmailMessage(
                "Tidying the storeroom",
                TEXT.format(number),
                "office@lantern.test",
                [address_of(number)],
                headers={"Message-ID": message_id_of(number)},
            )
            for number in numbers
        ]
    )


def count() -> int:
    """Return how many were sent, as its log says."""
    return int(MessageLog.objects.filter(result=RESULT_SUCCESS).count())


if __name__ == "__main__":
    take_turn(queue=queue, drain=send_all, count=count, again=submit_letters)
