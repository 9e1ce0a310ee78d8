import json
from datetime import timedelta

import pytest
from django.utils import timezone

from kairan.delivery import operations, purging
from kairan.delivery.engine.unmailable import cancel_unmailable
from kairan.delivery.models import Attempt, Envelope, Letter, Purpose, Reason, State
from kairan.delivery.testing import run_delivery
from kairan.delivery.tests.conftest import letter, states
from kairan.mail.compose import Template
from kairan.mailservers.models import MailServerSettings, OutgoingServer


def test_a_letter_is_kept_once_and_each_recipient_has_an_envelope(post, aiko):
    row = post("ben", "chidi", about="circulation:12", by=aiko)

    assert Letter.objects.count() == 1
    assert (row.subject, row.about, row.by) == ("Tidying the storeroom", "circulation:12", aiko)
    envelope = Envelope.objects.get(recipient="ben@example.test")
    filled = Template.from_bytes(bytes(row.template)).fill(json.loads(envelope.slots))
    assert b"https://lantern.test/ben" in filled


def test_submitting_to_thousands_takes_a_handful_of_statements(post, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):  # SQLite takes a thousand values at a time.
        post(*[f"r{n}" for n in range(2000)])


@pytest.mark.parametrize("change", [{"uses_notifications": False}, {"company_address": ""}])
def test_notifications_are_cancelled_visibly_while_nothing_is_mailed(post, change):
    MailServerSettings.objects.update(**change)
    post("ben")
    post("chidi", purpose=Purpose.ACCOUNT)
    post("dana", purpose=Purpose.PERSONAL)

    run_delivery()

    assert states() == {"ben": "cancelled", "chidi": "accepted", "dana": "accepted"}
    assert Envelope.objects.get(state=State.CANCELLED).reason == Reason.NOT_MAILED


def test_what_waits_when_mail_is_switched_off_does_not_flood_out_later(post, mail_server):
    post("ben", "chidi")
    operations.hold(Envelope.objects.filter(recipient="chidi@example.test"))
    MailServerSettings.objects.update(uses_notifications=False)
    run_delivery()
    MailServerSettings.objects.update(uses_notifications=True)
    run_delivery()

    assert states() == {"ben": "cancelled", "chidi": "cancelled"}
    assert mail_server.accepted == []


def test_a_letter_without_a_server_is_cancelled(post, mail_server):
    post("ben", server=None, purpose=Purpose.ACCOUNT)
    assert states() == {"ben": "cancelled"}


def test_letters_of_a_server_that_is_gone_are_cancelled(post, outgoing):
    other = OutgoingServer.objects.create(host="gone.test")
    post("ben", server=other)
    other.delete()

    cancel_unmailable()

    assert Envelope.objects.get().reason == Reason.NO_SERVER


def test_a_letter_for_later_waits_for_its_moment(post, mail_server):
    post("ben", not_before=timezone.now() + timedelta(hours=1))
    run_delivery()
    assert states() == {"ben": "waiting"}
    assert mail_server.accepted == []


def test_held_letters_wait_until_they_are_released(post, mail_server):
    post("ben")
    assert operations.hold(Envelope.objects.all()) == 1
    run_delivery()
    assert states() == {"ben": "held"}

    assert operations.release(Envelope.objects.all()) == 1
    run_delivery()
    assert states() == {"ben": "accepted"}


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        (operations.hold, {"waiting", "deferred"}),
        (operations.release, {"held"}),
        (operations.cancel, {"waiting", "deferred", "held"}),
        (
            operations.try_now,
            {"waiting", "deferred", "refused", "expired", "bounced", "cancelled"},
        ),
        (operations.resend, {"uncertain"}),
    ],
)
@pytest.mark.parametrize("state", State.values)
def test_a_verb_changes_only_what_is_in_a_state_for_it(post, verb, allowed, state):
    post("ben")
    Envelope.objects.update(state=state)

    assert verb(Envelope.objects.all()) == (state in allowed)
    if state not in allowed:
        assert Envelope.objects.get().state == state


def test_trying_an_expired_letter_gives_it_its_time_once_more(post, mail_server):
    post("ben", expires_after=timedelta(seconds=-5))
    run_delivery()
    assert states() == {"ben": "expired"}
    Letter.objects.update(created_at=timezone.now() - timedelta(days=3))
    Letter.objects.update(expires_at=timezone.now() - timedelta(days=1))

    operations.try_now(Envelope.objects.all())
    run_delivery()

    assert states() == {"ben": "accepted"}


def test_what_somebody_waits_for_overtakes_a_long_queue(post, mail_server):
    OutgoingServer.objects.update(letters_per_minute=1)
    post("ben", "chidi")
    post("dana", purpose=Purpose.ACCOUNT)

    run_delivery()

    assert states()["dana"] == "accepted"


def test_what_is_too_late_expires_also_while_its_server_rests(post):
    post("ben", "chidi")
    Letter.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    operations.hold(Envelope.objects.filter(recipient="chidi@example.test"))

    purging.expire(timezone.now())

    assert states() == {"ben": "expired", "chidi": "held"}


def test_old_letters_are_forgotten_with_their_tries_and_open_ones_are_not(post, mail_server):
    post("ben")
    run_delivery()
    post("chidi")
    post("dana", of=letter("fresh"))
    run_delivery()
    Envelope.objects.filter(recipient="chidi@example.test").update(state=State.HELD)
    old = timezone.now() - purging.KEPT_FOR - timedelta(days=1)
    Letter.objects.exclude(subject="fresh").update(created_at=old)

    purging.purge(timezone.now())

    assert states() == {"chidi": "held", "dana": "accepted"}
    assert Attempt.objects.count() == 2
