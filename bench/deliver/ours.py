"""Kairan's engine as the worker runs it, with the settings that ship."""

from datetime import timedelta

import django

django.setup()

from django.utils.timezone import now  # noqa: E402

from bench.deliver.turn import TEXT, address_of, message_id_of, take_turn  # noqa: E402
from kairan.config.serving import migrate  # noqa: E402
from kairan.delivery.engine.loop import deliver  # noqa: E402
from kairan.delivery.models import Envelope, Purpose, State, WhenUncertain  # noqa: E402
from kairan.delivery.operations import Mailing, Recipient, submit  # noqa: E402
from kairan.mail.address import Address  # noqa: E402
from kairan.mail.compose import Letter, Slot, slot  # noqa: E402
from kairan.mail.headers import Subject  # noqa: E402
from kairan.mailservers.models import MailServerSettings, OutgoingServer  # noqa: E402


def open_office(port: int, **server: object) -> None:
    """Make the database, and Mail Server Settings that name the server at ``port``."""
    migrate()
    outgoing = OutgoingServer.objects.create(
        **{"host": "127.0.0.1", "port": port, "security": "none", **server}
    )
    MailServerSettings.objects.update_or_create(
        pk=1, defaults={"outgoing": outgoing, "company_address": "office@lantern.test"}
    )


def submit_letters(numbers: range, when_uncertain: WhenUncertain = WhenUncertain.ASK) -> None:
    """Queue one letter for many people, each with a link and a Message-ID of their own."""
    letter = Letter(
        sender=Address("Lantern Works", "office@lantern.test"),
        to=[Slot("to")],
        subject=Subject("Tidying the storeroom"),
        text=TEXT.format(slot("link")),
        date=now(),
        message_id=Slot("message-id"),
    )
    submit(
        Mailing(
            letter=letter,
            recipients=[_recipient(number) for number in numbers],
            server=MailServerSettings.current().outgoing,
            sender="bounces@lantern.test",
            purpose=Purpose.NOTIFICATION,
            kind="circulation.delivered",
            expires_after=timedelta(days=2),
            when_uncertain=when_uncertain,
        )
    )


def _recipient(number: int) -> Recipient:
    address = address_of(number)
    slots = {"to": address, "message-id": message_id_of(number), "link": f"{number}"}
    return Recipient(address, None, slots)


def queue(letters: int, port: int) -> None:
    """Open the office, and queue letters to as many people."""
    open_office(port)
    submit_letters(range(letters))


def count() -> int:
    """Return how many letters the database says were accepted, each with its attempt."""
    return Envelope.objects.filter(state=State.ACCEPTED, attempts__outcome="accepted").count()


if __name__ == "__main__":
    take_turn(queue=queue, drain=deliver, count=count)
