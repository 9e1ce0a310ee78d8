"""Mail that came back: what its envelope says, and when its address is left alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kairan.delivery.bounced import (
    MOST_SOFT_BOUNCES,
    SOFT_WITHIN,
    Returned,
    bounce,
    lift,
    suspended,
)
from kairan.delivery.models import BouncedAddress, Envelope, Purpose, Reason, State
from kairan.delivery.testing import run_delivery
from kairan.delivery.tests.conftest import letter, states

GONE = Returned("5.1.1", "550 no such user here", is_hard=True)
FULL = Returned("5.2.2", "mailbox full", is_hard=False)
NOW = timezone.now()


@pytest.fixture
def left(post):
    """Mail somebody and return the envelope, which has left."""

    def sent(name="ben", **options):
        row = post(name, **options)
        run_delivery()
        return Envelope.objects.get(letter=row)

    return sent


def test_an_envelope_says_that_it_came_back_and_in_which_words(left):
    envelope = left()

    assert bounce(envelope, GONE, now=NOW)

    envelope.refresh_from_db()
    assert envelope.state == State.BOUNCED
    assert envelope.explanation == "5.1.1 550 no such user here"
    assert envelope.settled_at == NOW


def test_an_address_that_is_unknown_is_suspended_at_once(left):
    bounce(left(), GONE, now=NOW)

    [address] = BouncedAddress.objects.suspended()
    assert (address.address, address.status, address.is_hard) == ("ben@example.test", "5.1.1", True)
    assert suspended(["BEN@example.test", "aiko@example.test"]) == {"BEN@example.test"}


def test_what_waits_for_a_suspended_address_is_cancelled_except_what_is_no_notification(left, post):
    envelope = left()
    waiting = post("ben", not_before=NOW + timedelta(hours=1))
    password = post("ben", not_before=NOW + timedelta(hours=1), purpose=Purpose.ACCOUNT)
    other = post("chidi", not_before=NOW + timedelta(hours=1))

    bounce(envelope, GONE, now=NOW)

    cancelled = Envelope.objects.get(letter=waiting)
    assert (cancelled.state, cancelled.reason) == (State.CANCELLED, Reason.COMES_BACK)
    assert Envelope.objects.get(letter=password).state == State.WAITING
    assert Envelope.objects.get(letter=other).state == State.WAITING


def test_trouble_suspends_an_address_only_when_it_repeats(left):
    for number in range(1, MOST_SOFT_BOUNCES):
        bounce(left(of=letter(f"Mail {number}")), FULL, now=NOW)
        assert not BouncedAddress.objects.suspended().exists()

    bounce(left(of=letter("The last one")), FULL, now=NOW)

    assert BouncedAddress.objects.suspended().count() == 1


def test_trouble_of_long_ago_does_not_count(left):
    for number in range(1, MOST_SOFT_BOUNCES):
        bounce(left(of=letter(f"Mail {number}")), FULL, now=NOW - SOFT_WITHIN)

    bounce(left(), FULL, now=NOW)

    assert not BouncedAddress.objects.suspended().exists()


def test_what_has_not_left_cannot_come_back(post):
    envelope = Envelope.objects.get(letter=post("ben"))

    assert not bounce(envelope, GONE, now=NOW)

    assert states() == {"ben": "waiting"}
    assert not BouncedAddress.objects.exists()


def test_it_comes_back_once(left):
    envelope = left()
    bounce(envelope, FULL, now=NOW)

    assert not bounce(envelope, GONE, now=NOW)

    assert not BouncedAddress.objects.suspended().exists()


def test_a_suspension_that_is_lifted_counts_from_anew(left):
    for number in range(MOST_SOFT_BOUNCES):
        bounce(left(of=letter(f"Mail {number}")), FULL, now=NOW)
    [address] = BouncedAddress.objects.suspended()

    assert lift(address, now=NOW)
    assert not lift(address, now=NOW)
    bounce(left(of=letter("Another")), FULL, now=NOW + timedelta(minutes=1))
    assert not BouncedAddress.objects.suspended().exists()

    bounce(left(of=letter("And one")), GONE, now=NOW + timedelta(minutes=2))
    assert BouncedAddress.objects.suspended().exists()


def test_people_see_their_own_addresses_alone(left, aiko, ben, chidi):
    ben.addresses.update(address="Ben@Example.test")
    bounce(left("ben"), GONE, now=NOW)

    assert BouncedAddress.objects.visible_to(aiko).count() == 1
    assert BouncedAddress.objects.visible_to(ben).count() == 1
    assert BouncedAddress.objects.of(ben.pk).count() == 1
    assert not BouncedAddress.objects.visible_to(chidi).exists()


def test_to_ask_for_many_costs_one_query_for_each_five_hundred(left, django_assert_num_queries):
    envelope = left()
    bounce(envelope, GONE, now=NOW)
    address = envelope.recipient

    with django_assert_num_queries(2):
        found = suspended([*(f"p{number}@example.test" for number in range(999)), address])

    assert found == {address}
