"""What the settings page says about outgoing mail, as the server sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kairan.delivery.models import Attempt, Envelope, Purpose
from kairan.delivery.testing import run_delivery
from kairan.delivery.tests.conftest import letter, recipient, states
from kairan.mail.testing.faults import Fault
from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.tests.pages import Page


@pytest.fixture
def page(as_, aiko, mail_server):
    """Mail Server Settings, opened by the administrator."""
    return Page(as_(aiko))


def current():
    return MailServerSettings.current().outgoing


def many(post, number, name="r"):
    post(server=current(), recipients=[recipient(f"{name}{n}", n) for n in range(number)])


@pytest.mark.field("uses_notifications")
def test_do_not_use_cancels_what_waits_and_lets_only_account_mails_go(page, mail_server, post):
    mail_server.faults.append(Fault("RCPT", "450 4.2.1 later", to="ben@example.test", times=1))
    post("ben")
    run_delivery()
    assert states() == {"ben": "deferred"}

    page.saved(uses_notifications="no")
    post("chidi")
    post("aiko", purpose=Purpose.ACCOUNT)
    Envelope.objects.filter(state="deferred").update(next_try_at=timezone.now())
    run_delivery()
    assert states() == {"ben": "cancelled", "chidi": "cancelled", "aiko": "accepted"}
    assert all(each.reason for each in Envelope.objects.filter(state="cancelled"))

    page.saved(uses_notifications="yes")
    run_delivery()
    assert [each.recipients for each in mail_server.accepted] == [("aiko@example.test",)]
    post("dora")
    run_delivery()
    assert mail_server.accepted[-1].recipients == ("dora@example.test",)


@pytest.mark.field("outgoing_connections")
@pytest.mark.parametrize("number", [1, 3])
def test_as_many_connections_are_open_as_the_page_says(page, mail_server, post, number):
    page.saved(outgoing_connections=str(number), outgoing_letters_per_connection="1000")
    before = mail_server.connections
    many(post, 60)
    run_delivery()
    assert len(mail_server.accepted) == 60
    assert mail_server.connections - before == number


@pytest.mark.field("outgoing_letters_per_connection")
def test_a_connection_carries_as_many_letters_as_the_page_says(page, mail_server, post):
    page.saved(outgoing_connections="1", outgoing_letters_per_connection="4")
    before = mail_server.connections
    many(post, 12)
    run_delivery()
    assert len(mail_server.accepted) == 12
    assert mail_server.connections - before == 3
    told = [line for line in mail_server.commands if line == "QUIT" or line.startswith("MAIL")]
    # The third QUIT may still be on its way to the server when the run is over.
    assert [line.partition(" ")[0] for line in told][:14] == [*["MAIL"] * 4, "QUIT"] * 2 + [
        "MAIL"
    ] * 4


@pytest.mark.field("outgoing_letters_per_minute")
def test_no_minute_sees_more_letters_than_the_page_says(page, mail_server, post):
    page.saved(outgoing_letters_per_minute="5")
    many(post, 9)
    run_delivery()
    run_delivery()  # Another run keeps nothing of the first in memory, as after a restart.
    assert len(mail_server.accepted) == 5
    Attempt.objects.update(ended_at=timezone.now() - timedelta(seconds=61))
    run_delivery()
    assert len(mail_server.accepted) == 9


@pytest.mark.field("outgoing_size_limit")
def test_a_letter_over_the_size_limit_is_refused_with_a_sentence(page, mail_server, post):
    page.saved(outgoing_size_limit="1")
    post("ben", server=current(), of=letter(text="A long line of text.\n" * 60_000))
    post("chidi", server=current())
    run_delivery()
    assert states() == {"ben": "refused", "chidi": "accepted"}
    assert [each.recipients for each in mail_server.accepted] == [("chidi@example.test",)]
    refused = Envelope.objects.get(recipient="ben@example.test")
    assert refused.reason
    assert not [line for line in mail_server.commands if "ben@example.test" in line]
