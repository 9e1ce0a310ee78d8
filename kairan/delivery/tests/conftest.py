"""Letters to try the engine with, and a plain way to say what became of them."""

from datetime import UTC, datetime, timedelta

import pytest

from kairan.delivery.engine import leaps
from kairan.delivery.models import Envelope, Purpose, WhenUncertain
from kairan.delivery.operations import Mailing, Recipient, submit
from kairan.mail.address import Address
from kairan.mail.compose import Letter, Slot, slot
from kairan.mail.headers import Subject


def letter(subject="Tidying the storeroom", text=None, **fields):
    values = {
        "sender": Address("Lantern Works", "office@lantern.test"),
        "to": [Slot("to")],
        "subject": Subject(subject),
        "text": text or f"Please read: {slot('link')}\n",
        "date": datetime(2026, 5, 4, 9, 0, tzinfo=UTC),
        "message_id": Slot("message-id"),
    }
    return Letter(**{**values, **fields})


def recipient(name, number=0, **slots):
    address = f"{name}@example.test"
    return Recipient(
        address,
        None,
        {
            "to": address,
            "message-id": f"<{name}.{number}@lantern.test>",
            "link": f"https://lantern.test/{name}",
            **slots,
        },
    )


@pytest.fixture
def outgoing(mail_server):
    from kairan.mailservers.models import OutgoingServer

    return OutgoingServer.objects.get()


@pytest.fixture
def post(outgoing):
    """Submit a letter to people by name."""

    def submitted(*names, server=outgoing, of=None, recipients=None, **options):
        values = {
            "server": server,
            "sender": "bounces@lantern.test",
            "purpose": Purpose.NOTIFICATION,
            "kind": "circulation.sent",
            "expires_after": timedelta(days=2),
            "when_uncertain": WhenUncertain.ASK,
        }
        return submit(
            Mailing(
                letter=of or letter(),
                recipients=recipients or [recipient(name) for name in names],
                **{**values, **options},
            )
        )

    return submitted


def states(**filters):
    """Each recipient's name and the state of their envelope."""
    rows = Envelope.objects.filter(**filters).values_list("recipient", "state")
    return {address.split("@")[0]: str(state) for address, state in rows}


def tries(name):
    """The outcomes of each try, with the codes."""
    envelope = Envelope.objects.get(recipient=f"{name}@example.test")
    return [(str(each.outcome), each.code) for each in envelope.attempts.order_by("pk")]


@pytest.fixture(autouse=True)
def a_home_of_its_own(settings, tmp_path):
    """Keep the journals of one test out of the sight of the next."""
    settings.HOME = tmp_path


@pytest.fixture(autouse=True)
def a_clock_that_was_never_set(monkeypatch):
    """Keep the leaps of time in one test out of the limits of the next."""
    monkeypatch.setattr(leaps, "_here", leaps.Leaps())
