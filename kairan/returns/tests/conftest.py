"""An office with a notification mailbox on loopback, and the mails that it has sent."""

import json
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from kairan.delivery.models import Envelope
from kairan.delivery.testing import run_delivery
from kairan.mail.compose import Template
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.mailservers.sealed import Secret
from kairan.notices.operations import announce
from kairan.notices.tests.parade import ParadePlanned
from kairan.notices.wording import word_due
from kairan.returns.models import ReturnedMail
from kairan.returns.receiving import Fetched, keep
from kairan.returns.rounds import receive_and_settle
from kairan.returns.settling import settle_waiting

OFFICE = "office@lantern.test"


@pytest.fixture
def pop3():
    with ScriptedPop3(users={"office": "secret"}) as server:
        yield server


@pytest.fixture
def mailbox(mail_server, pop3):
    """Mail Server Settings that name the mailbox of ``pop3`` as notification mailbox."""
    settings = MailServerSettings.objects.get()
    settings.own_mailbox = IncomingServer.objects.create(
        host=pop3.host, port=pop3.port, security="none", user="office", password=Secret("secret")
    )
    settings.notification_mailbox = "own"
    settings.notification_address = OFFICE
    settings.save()
    return pop3


@dataclass(frozen=True)
class Sent:
    """A mail that has left: its envelope and its bytes."""

    envelope: Envelope

    @property
    def raw(self):
        slots = json.loads(self.envelope.slots)
        return Template.from_bytes(bytes(self.envelope.letter.template)).fill(slots)

    @property
    def message_id(self):
        return json.loads(self.envelope.slots)["message-id"]

    @property
    def state(self):
        self.envelope.refresh_from_db()
        return self.envelope.state


@pytest.fixture
def mailed(mailbox):
    """Tell people of a parade, by mail; return each one's mail by login ID."""

    def told(*people, notice=None, by=None):
        before = Envelope.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with transaction.atomic():
            announce(notice or ParadePlanned(), to=list(people), by=by)
        word_due(timezone.now())
        run_delivery()
        rows = Envelope.objects.filter(pk__gt=before).select_related("letter")
        by_id = {row.person_id: Sent(row) for row in rows}
        return [by_id[each.pk] for each in people]

    return told


@pytest.fixture
def comes():
    """Let a mail come into the mailbox as if it had been fetched; return what became of it."""

    def came(raw, *, now=None):
        moment = now or timezone.now()
        keep([Fetched(1, raw)], now=moment)
        settle_waiting(moment)
        return ReturnedMail.objects.latest("pk")

    return came


@pytest.fixture
def go_round(mailbox):
    """Run the round once."""
    return partial(receive_and_settle, timezone.now())
