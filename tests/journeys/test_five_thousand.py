"""A circular to 5,000 people: few queries to send it, and nobody learns of anybody else.

How long it takes in a running office: ``python -m tests.journeys.five_thousand``.
"""

import pytest
from django.utils import timezone

from kairan.apps.circulation.models import Circular
from kairan.clock.rounds import rounds
from kairan.delivery.models import Envelope
from kairan.delivery.testing import run_delivery
from kairan.notices.models import Announcement
from tests.journeys.crowds import gather, strangers_in

READERS = 5_000


@pytest.fixture
def crowd(aiko):
    """So many people in one group, and Aiko, who is not in it."""
    return gather(READERS)


def send(browser, crowd):
    """Send a circular to the whole crowd through the page that people use."""
    form = {"to": f"group:{crowd}", "subject": "Fire drill", "body": "Tuesday.", "then": "send"}
    return browser.post("/circulation/new/", {**form, "priority": "normal"})


def test_sending_costs_the_same_however_many_it_reaches(
    aiko, as_, crowd, mail_server, django_assert_max_num_queries
):
    browser = as_(aiko)
    with django_assert_max_num_queries(30):
        assert send(browser, crowd).status_code == 302

    assert Circular.objects.get().readers_total == READERS
    assert Announcement.objects.count() == 1
    assert not Envelope.objects.exists()


def test_each_mail_is_for_one_person_only(aiko, as_, crowd, mail_server):

    browser = as_(aiko)
    send(browser, crowd)
    circular = Circular.objects.get().get_absolute_url()
    [wording] = [each for each in rounds() if each.name == "wording"]
    while Announcement.objects.filter(state=Announcement.State.WAITING).exists():
        wording.run(timezone.now())
    before = browser.get(circular).content.decode()
    while len(mail_server.accepted) < READERS:
        run_delivery()
    after = browser.get(circular).content.decode()

    assert f"0 of {READERS} letters are settled" in before
    assert f'max="{READERS}" value="0"' in before
    assert f"{READERS} accepted by the server" in after
    assert "letters are settled" not in after
    assert strangers_in(mail_server.accepted) == []
    assert len({letter.recipients for letter in mail_server.accepted}) == READERS
    assert len(mail_server.accepted) == READERS
