"""The office with a mail server on its settings page, and what its letters say once worded."""

import email
import email.policy
import json
from dataclasses import dataclass

import pytest
from django.utils.timezone import now

from kairan.delivery.models import Envelope
from kairan.mail.compose import Template
from kairan.mailservers.models import MailServerSettings, OutgoingServer
from kairan.notices.closing import close_due
from kairan.notices.wording import word_due


@pytest.fixture
def settings_page(db):
    """Mail Server Settings as an administrator has saved them."""
    server = OutgoingServer.objects.create(host="127.0.0.1", port=1, security="none")
    return MailServerSettings.objects.create(
        pk=1,
        outgoing=server,
        company_name="Lantern Works",
        company_address="office@lantern.test",
    )


@dataclass(frozen=True)
class Worded:
    """One envelope and the mail it holds."""

    recipient: str
    content: bytes

    @property
    def mail(self):
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def text(self):
        return self.mail.get_body(("plain",)).get_content()

    @property
    def html(self):
        return self.mail.get_body(("html",)).get_content()


@pytest.fixture
def word(settings_page):
    """Run the rounds of this room once and return the mails that now wait, by recipient."""

    def run():
        word_due(now())
        close_due(now())
        waiting = Envelope.objects.select_related("letter").order_by("recipient", "pk")
        return {
            each.recipient: Worded(
                each.recipient,
                Template.from_bytes(bytes(each.letter.template)).fill(json.loads(each.slots)),
            )
            for each in waiting
        }

    return run
