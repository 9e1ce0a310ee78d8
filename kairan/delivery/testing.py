"""A mail server on loopback for every test, and the post going round once."""

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from django.utils import timezone

from kairan.clock.rounds import rounds
from kairan.delivery.engine.clerk import ClerkHere
from kairan.delivery.engine.loop import deliver
from kairan.delivery.engine.opening import OpenersHere
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.mailservers.models import MailServerSettings, OutgoingServer


@dataclass(frozen=True)
class Post:
    """What the post has brought: the mails that arrived, with their recipients, oldest first."""

    sent: list[tuple[str, EmailMessage]]

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails for one address."""
        return [mail for recipient, mail in self.sent if recipient == address]


def server_row(scripted: ScriptedSmtp, **fields: object) -> OutgoingServer:
    """Return a saved OutgoingServer that is ``scripted``."""
    values: dict[str, object] = {
        "host": scripted.host,
        "port": scripted.port,
        "security": "none",
        "timeout": 5,
    }
    return OutgoingServer.objects.create(**{**values, **fields})


def run_delivery(**options: object) -> float | None:
    """Deliver what is due now, in this thread and transaction."""
    return deliver(openers=OpenersHere(), clerk=ClerkHere(), **options)


@pytest.fixture
def mail_server(db: None) -> Iterator[ScriptedSmtp]:
    """A server that takes every mail, and Mail Server Settings that name it."""
    with ScriptedSmtp() as scripted:
        MailServerSettings.objects.create(
            pk=1,
            outgoing=server_row(scripted),
            company_name="Lantern Works",
            company_address="office@lantern.test",
        )
        yield scripted


@pytest.fixture
def post_round(mail_server: ScriptedSmtp) -> Callable[[], Post]:
    """Return a function that words and delivers what is due, once, and returns what arrived."""

    def go() -> Post:
        before = len(mail_server.accepted)
        for each in rounds():
            if each.name in {"wording", "bundles"}:
                each.run(timezone.now())
        run_delivery()
        return Post(
            [
                (recipient, _read(letter.data))
                for letter in mail_server.accepted[before:]
                for recipient in letter.recipients
            ]
        )

    return go


def _read(data: bytes) -> EmailMessage:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail
