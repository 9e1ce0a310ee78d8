"""Bounces: what they mark, and that nobody marks anything who has not seen the mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kairan.delivery.models import BouncedAddress, Envelope, Letter, Purpose, State
from kairan.delivery.operations import Mailing, Recipient, submit
from kairan.delivery.testing import run_delivery
from kairan.delivery.tests.conftest import letter
from kairan.mail.bounces import Failure
from kairan.mail.message_id import MessageId
from kairan.mailservers.models import MailServerSettings, OutgoingServer
from kairan.returns import proofs
from kairan.returns.grading import is_hard
from kairan.returns.models import ReturnedMail
from kairan.returns.tests.letters import answer, bounce

Outcome, Why = ReturnedMail.Outcome, ReturnedMail.Why
BEN = "ben@example.test"


def test_a_bounce_marks_the_envelope_and_suspends_the_address(ben, chidi, mailed, comes):
    bens, chidis = mailed(ben, chidi)

    came = comes(bounce(bens.raw, to=BEN))

    assert (came.outcome, came.envelope) == (Outcome.BOUNCE, bens.envelope)
    assert bens.state == State.BOUNCED
    assert "no such user here" in bens.envelope.words
    [address] = BouncedAddress.objects.suspended()
    assert (address.address, address.status, address.is_hard) == (BEN, "5.1.1", True)
    assert chidis.state == State.ACCEPTED


@pytest.mark.parametrize(
    "forged",
    [
        lambda raw: bounce(b"Message-ID: <guessed@lantern.test>\r\n\r\n", to=BEN),
        lambda raw: bounce(b"Subject: Lanterns\r\n\r\n", to=BEN),
        lambda raw: (
            b"From: MAILER-DAEMON@x.test\r\nX-Failed-Recipients: ben@example.test\r\n"
            b"Subject: Undelivered mail\r\n\r\n550 5.1.1 no such user\r\n"
        ),
    ],
    ids=["a guessed id", "no id", "free words"],
)
def test_a_forged_bounce_changes_nothing_and_is_kept(ben, mailed, comes, forged):
    [mail] = mailed(ben)

    came = comes(forged(mail.raw))

    assert (came.outcome, came.why) == (Outcome.KEPT, Why.UNPROVEN)
    assert mail.state == State.ACCEPTED
    assert not BouncedAddress.objects.exists()


def test_the_message_id_of_one_mail_marks_no_other_address(ben, chidi, mailed, comes):
    bens, chidis = mailed(ben, chidi)

    came = comes(bounce(bens.raw, to="chidi@example.test"))

    assert came.envelope == bens.envelope  # Bens, wherever it was passed on to.
    assert chidis.state == State.ACCEPTED
    assert not BouncedAddress.objects.filter(search_key="chidi@example.test").exists()


def test_an_address_to_which_the_mail_was_passed_on_is_blamed_on_the_one_we_know(
    ben, mailed, comes
):
    [mail] = mailed(ben)

    comes(bounce(mail.raw, to="ben.private@elsewhere.test"))

    assert mail.state == State.BOUNCED
    assert BouncedAddress.objects.suspended().get().address == BEN


def test_a_server_that_is_still_trying_marks_nothing(ben, mailed, comes):
    [mail] = mailed(ben)
    late = bounce(mail.raw, to=BEN, status="4.4.1", said="connection timed out", action="delayed")

    assert comes(late).outcome == Outcome.DELAYED

    assert mail.state == State.ACCEPTED
    assert not BouncedAddress.objects.exists()


def test_a_full_mailbox_is_trouble_that_may_pass(ben, mailed, comes):
    [mail] = mailed(ben)

    comes(bounce(mail.raw, to=BEN, status="5.2.2", said="552 5.2.2 mailbox full"))

    assert mail.state == State.BOUNCED
    assert not BouncedAddress.objects.get().is_hard
    assert not BouncedAddress.objects.suspended().exists()


def test_where_no_message_id_is_added_the_link_of_the_mail_is_the_proof(ben, mailed, comes):
    MailServerSettings.objects.update(adds_message_id=False)
    [mail] = mailed(ben)
    assert b"message-id" not in mail.raw.lower()
    other = mail.raw.replace(b"/subscription/", b"/subscription/x")

    assert comes(bounce(other, to=BEN)).why == Why.UNPROVEN
    assert comes(bounce(mail.raw, to=BEN)).outcome == Outcome.BOUNCE

    assert mail.state == State.BOUNCED


def test_a_letter_whose_message_id_is_the_same_for_all_is_found_too(ben, mailbox, comes):
    words = letter("A new password", "Hello\n", message_id=MessageId("<account.1@lantern.test>"))
    row = submit(
        Mailing(
            letter=words,
            recipients=[Recipient(BEN, ben.pk, {"to": BEN})],
            server=OutgoingServer.objects.get(),
            sender="office@lantern.test",
            purpose=Purpose.ACCOUNT,
            kind="people.password",
            expires_after=timedelta(hours=6),
        )
    )
    run_delivery()

    comes(bounce(b"Message-ID: <account.1@lantern.test>\r\n\r\n", to=BEN))

    assert Envelope.objects.get(letter=row).state == State.BOUNCED


def test_a_mail_of_months_ago_is_not_looked_for(ben, mailed, comes):
    [mail] = mailed(ben)
    Letter.objects.update(created_at=timezone.now() - proofs.SENT_WITHIN - timedelta(days=1))

    assert comes(bounce(mail.raw, to=BEN)).why == Why.UNPROVEN


def test_a_colleague_who_writes_of_a_bounce_is_no_bounce(ben, mailed, comes):
    [mail] = mailed(ben)
    words = "550 5.1.1 user unknown\n" + mail.message_id

    came = comes(answer("office@lantern.test", author=BEN, text=words, subject="Mail undelivered"))

    assert came.outcome != Outcome.BOUNCE
    assert mail.state == State.ACCEPTED


def test_an_address_is_found_however_a_server_writes_it(ben, mailed, comes):
    ben.addresses.update(address="b..en.@docomo.test")
    [mail] = mailed(ben)

    comes(bounce(mail.raw, to='"B..en."@docomo.test'))

    assert mail.state == State.BOUNCED


def test_to_find_a_mail_costs_the_same_whatever_was_sent(ben, mailed, comes):
    def cost():
        mail = mailed(ben)[0]
        with CaptureQueriesContext(connection) as queries:
            comes(bounce(mail.raw, to=BEN, status="4.2.2", said="over quota"))
        assert mail.state == State.BOUNCED
        return len(queries)

    first = cost()
    for _number in range(5):
        mailed(ben)

    assert cost() <= first


@pytest.mark.parametrize(
    ("status", "is_permanent", "is_unknown", "hard"),
    [
        ("5.1.1", True, True, True),
        ("5.1.2", True, False, True),
        ("5.1.10", True, False, True),
        ("5.2.1", True, False, True),
        ("5.0.0", True, True, True),
        ("5.2.2", True, False, False),
        ("5.7.1", True, False, False),
        ("5.3.4", True, False, False),
        ("5.0.0", True, False, False),
        ("4.1.1", False, True, False),
        ("4.4.7", False, False, False),
        ("", False, False, False),
    ],
)
def test_what_is_hard(status, is_permanent, is_unknown, hard):
    assert is_hard(Failure("a@b.test", status, is_permanent, is_unknown)) == hard
