"""Addresses with a plus: whether they work is known once a mail to one has come back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kairan.mail.parse import headers_only
from kairan.mailservers import plus_addresses
from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.mailservers.operations import settle

PLUS = MailServerSettings.PlusAddresses


@pytest.fixture
def mailbox(mail_server):
    settings = MailServerSettings.objects.get()
    settings.own_mailbox = IncomingServer.objects.create(host="127.0.0.1", port=1, user="office")
    settings.notification_mailbox, settings.notification_address = "own", "office@lantern.test"
    settings.save()
    return mail_server


def state():
    return MailServerSettings.objects.get().plus_addresses


def sent_to(server):
    [letter] = server.accepted
    return headers_only(letter.data).to[0].addr


@pytest.mark.parametrize(
    ("address", "tagged"),
    [
        ("office@lantern.test", "office+r1@lantern.test"),
        ("a.b+c@lantern.test", "a.b+c+r1@lantern.test"),
        ('"a b"@lantern.test', None),
        ("no address", None),
        (f"{'x' * 62}@lantern.test", None),
    ],
)
def test_what_a_plus_makes_of_an_address(address, tagged):
    assert plus_addresses.tagged(address, "r1") == tagged


def test_the_test_mail_goes_to_an_address_that_nobody_could_guess(mailbox):
    assert plus_addresses.probe() == PLUS.TRIED

    assert sent_to(mailbox).startswith("office+t")
    assert mailbox.accepted[0].sender == "office@lantern.test"
    assert sent_to(mailbox) not in str(MailServerSettings.objects.values().get())


def test_they_work_once_it_has_come_back(mailbox):
    plus_addresses.probe()

    assert not plus_addresses.came_back(f"office+t{'0' * 32}@lantern.test")
    assert state() == PLUS.TRIED
    assert plus_addresses.came_back(f'"Office" <{sent_to(mailbox).upper()}>')
    assert state() == PLUS.WORK
    assert not plus_addresses.came_back(sent_to(mailbox))


def test_they_do_not_work_when_it_bounces_is_refused_or_never_comes(mailbox):
    plus_addresses.probe()
    assert plus_addresses.bounced(f"550 no such user <{sent_to(mailbox)}>")
    assert state() == PLUS.FAIL

    plus_addresses.probe()
    plus_addresses.give_up(timezone.now())
    assert state() == PLUS.TRIED
    plus_addresses.give_up(timezone.now() + plus_addresses.PATIENCE + timedelta(seconds=1))
    assert state() == PLUS.FAIL


def test_another_mailbox_is_not_known_to_work(mailbox):
    MailServerSettings.objects.update(plus_addresses=PLUS.WORK)
    proposed = MailServerSettings.current()
    settle(proposed)
    assert state() == PLUS.WORK

    proposed.notification_address = "other@lantern.test"
    settle(proposed)

    assert state() == PLUS.UNKNOWN


def test_the_page_says_what_is_known_and_tests_on_demand(mailbox, as_, aiko, chidi):
    page = as_(aiko).get(reverse("mailservers:settings")).content.decode()
    assert "not tested yet" in page

    url = reverse("mailservers:plus_trial")
    assert as_(chidi).post(url).status_code == 403
    answered = as_(aiko).post(url, {"company_name": "Typed, not saved"}).content.decode()

    assert "A test mail is on its way" in answered
    assert "Typed, not saved" in answered
    assert state() == PLUS.TRIED
    assert sent_to(mailbox)


def test_where_the_server_does_not_answer_the_page_says_so(mailbox, as_, aiko):
    MailServerSettings.objects.get().outgoing.__class__.objects.update(port=1)

    answered = as_(aiko).post(reverse("mailservers:plus_trial")).content.decode()

    assert "could not be sent" in answered
    assert state() == PLUS.UNKNOWN
