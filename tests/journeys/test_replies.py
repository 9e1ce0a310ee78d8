"""Answers that a mail program sends through Postfix, fetched from Dovecot: each does what it says.

And mail to an address that is gone: Postfix itself returns it.
"""

import smtplib  # noqa: TID251 - a foreign program that answers
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from django.test import Client
from django.utils import timezone

from kairan.apps.circulation.models import Reading
from kairan.apps.circulation.operations import Draft, circulate
from kairan.apps.report.models import Comment
from kairan.apps.report.operations import reports
from kairan.apps.whereabouts.models import Copy
from kairan.apps.whereabouts.operations.messages import Taken, leave
from kairan.delivery.models import BouncedAddress, Envelope, State
from kairan.delivery.testing import run_delivery
from kairan.mailservers import plus_addresses
from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.mailservers.sealed import Secret
from kairan.notices.models import Notification
from kairan.notices.wording import word_due
from kairan.people.models import Address
from kairan.people.picker import Selection
from kairan.returns.models import ReturnedMail, Visit
from kairan.returns.rounds import receive_and_settle
from tests.journeys.returning import OFFICE_MAILBOX, RETURNING
from tests.servers.fixtures import PASSWORDS
from tests.servers.needed import require
from tests.servers.patience import eventually
from tests.servers.site import MailSite

pytestmark = pytest.mark.servers
OFFICE = OFFICE_MAILBOX
PLUS = MailServerSettings.PlusAddresses


@pytest.fixture(scope="module")
def servers():
    require("postfix")
    require("dovecot")
    with MailSite(PASSWORDS, rules=RETURNING) as site:
        yield site


@pytest.fixture
def site(servers, db, settings, tmp_path):
    """Mail Server Settings that name the two servers, and empty mailboxes."""
    settings.HOME = tmp_path
    servers.empty()
    MailServerSettings.objects.create(
        pk=1,
        outgoing=OutgoingServer.objects.create(
            host=servers.host, port=servers.postfix.port, security="none"
        ),
        own_mailbox=IncomingServer.objects.create(
            host=servers.dovecot.host,
            port=servers.dovecot.port,
            security="none",
            user=OFFICE,
            password=Secret(PASSWORDS[OFFICE]),
        ),
        company_address=OFFICE,
        notification_mailbox="own",
        notification_address=OFFICE,
    )
    return servers


@pytest.fixture
def people(aiko, ben, chidi):
    """The cast, with addresses that the servers know."""
    for each in (aiko, ben, chidi):
        Address.objects.filter(user=each).update(address=f"{each.login_id}@kairan.test")
    return aiko, ben, chidi


@pytest.fixture(params=["address", "message-id"])
def road(request, site):
    """Both ways in which answers find back; whether addresses work is found out by the test."""
    if request.param == "address":
        assert plus_addresses.probe() == PLUS.TRIED
        fetched(site, 1)
    assert MailServerSettings.objects.get().plus_addresses == (
        PLUS.WORK if request.param == "address" else PLUS.UNKNOWN
    )
    return request.param


def fetched(site, count):
    """Wait until ``count`` mails lie in the office's mailbox, and let the office receive them."""
    eventually(lambda: len(site.dovecot.mails(OFFICE)) >= count, seconds=30)
    Visit.objects.update(next_at=timezone.now())
    receive_and_settle(timezone.now())
    assert site.dovecot.mails(OFFICE) == []
    return list(ReturnedMail.objects.order_by("-pk")[:count])


def arrived(site, address):
    """Send what is due; return the newest mail at an address, as a mail program reads it."""
    before = len(site.postfix.mails(address))
    word_due(timezone.now())
    run_delivery()
    eventually(lambda: len(site.postfix.mails(address)) > before, seconds=30)
    return message_from_bytes(site.postfix.mails(address)[-1], policy=policy.default)


def send(site, mail, *, sender):
    """Send a mail as a mail program does."""
    with smtplib.SMTP(site.host, site.postfix.port) as client:
        client.send_message(mail, from_addr=sender)


def answer_to(mail, text, *, author, **headers):
    """What a mail program makes of an answer: thread, quotation, two forms of the text."""
    reply = EmailMessage()
    reply["From"], reply["To"] = author, mail["Reply-To"]
    reply["Subject"] = f"Re: {mail['Subject']}"
    reply["Message-ID"] = headers.pop("message_id", None) or make_msgid(domain="client.test")
    reply["In-Reply-To"] = mail["Message-ID"]
    reply["References"] = f"{mail['References']} {mail['Message-ID']}"
    for name, value in headers.items():
        reply[name.replace("_", "-")] = value
    quoted = mail.get_body(("plain",)).get_content()
    lines = "".join(f"> {line}\n" for line in quoted.splitlines())
    reply.set_content(f"{text}\n\nOn 4 May 2026 at 9:00, Aiko Mori <{OFFICE}> wrote:\n\n{lines}")
    reply.add_alternative(
        f"<p>{text}</p><blockquote>{quoted}</blockquote>".replace("\n", "<br>"), subtype="html"
    )
    return reply


def confirmed():
    return [(each.reader.login_id, each.comment) for each in Reading.objects.confirmed()]


def test_an_answer_confirms_a_circular_once_and_nobody_else_can(site, people, road):
    aiko, ben, _chidi = people
    circulate(Draft(subject="Tidying", body="Please.", to=Selection(people=(ben.pk,))), author=aiko)
    mail = arrived(site, "ben@kairan.test")
    assert "Aiko" in mail.get_body(("plain",)).get_content()

    stranger = answer_to(mail, "OK", author="mallory@evil.test")
    colleague = answer_to(mail, "OK", author="chidi@kairan.test")
    vacation = answer_to(mail, "OK", author="ben@kairan.test", Auto_Submitted="auto-replied")
    forged = answer_to(mail, "OK", author="ben@kairan.test")
    del forged["To"], forged["In-Reply-To"], forged["References"]
    forged["To"], forged["In-Reply-To"] = OFFICE, "<guessed@kairan.test>"
    for each in (stranger, colleague, vacation, forged):
        send(site, each, sender=each["From"])
    outcomes = [each.outcome for each in fetched(site, 4)]
    # Links are looked at by a scanner, which posts nothing.
    for link in set(mail.get_body(("plain",)).get_content().split()):
        if link.startswith("http://127.0.0.1:8000/"):
            Client().get(link.removeprefix("http://127.0.0.1:8000"))

    assert confirmed() == []
    assert "answer" not in outcomes
    assert outcomes.count("automatic") == 1

    genuine = answer_to(mail, "OK\n\nThe shelf stays.", author="ben@kairan.test")
    send(site, genuine, sender="ben@kairan.test")
    [taken] = fetched(site, 1)
    assert (taken.outcome, taken.person) == ("answer", ben)
    assert confirmed() == [("ben", "The shelf stays.")]

    send(site, genuine, sender="ben@kairan.test")
    [again] = fetched(site, 1)
    assert again.outcome == "repeated"
    assert confirmed() == [("ben", "The shelf stays.")]


def test_words_comment_a_report_once(site, people, road):
    aiko, ben, _chidi = people
    draft = reports.Draft(subject="Visit", body="Went well.", to=Selection(people=(ben.pk,)))
    reports.deliver(draft, author=aiko)
    mail = arrived(site, "ben@kairan.test")

    for _time in range(2):
        answer = answer_to(mail, "費用はいくらでしたか。", author="ben@kairan.test")
        send(site, answer, sender="ben@kairan.test")
    outcomes = {each.outcome for each in fetched(site, 2)}

    assert outcomes == {"answer", "repeated"}
    assert [(each.author, each.text) for each in Comment.objects.all()] == [
        (ben, "費用はいくらでしたか。")
    ]


def test_an_answer_to_a_message_reaches_who_left_it(site, people, road, first_lists):
    aiko, ben, _chidi = people
    leave(Taken(to=Selection(people=(ben.pk,)), caller="Ms Tanaka"), writer=aiko)
    mail = arrived(site, "ben@kairan.test")

    answer = answer_to(mail, "I call her at noon.", author="ben@kairan.test")
    send(site, answer, sender="ben@kairan.test")
    fetched(site, 1)

    assert Copy.objects.get().opened_at is not None
    passed = arrived(site, "aiko@kairan.test")
    assert "I call her at noon." in passed.get_body(("plain",)).get_content()
    assert passed["Reply-To"] == "ben@kairan.test"
    assert passed["Auto-Submitted"] == "auto-generated"
    assert passed["X-Kairan-Passes"] == "1"


def test_a_question_is_passed_on_and_what_nobody_can_place_is_kept(site, people, road):
    aiko, ben, _chidi = people
    circulate(Draft(subject="Tidying", body="Please.", to=Selection(people=(ben.pk,))), author=aiko)
    mail = arrived(site, "ben@kairan.test")
    question = answer_to(mail, "Who pays?", author="ben@kairan.test")
    send(site, question, sender="ben@kairan.test")
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "visitor@x.test", OFFICE, "Hello"
    letter.set_content("Is anybody there?")
    send(site, letter, sender="visitor@x.test")

    outcomes = {each.sender: each.outcome for each in fetched(site, 2)}

    assert outcomes == {"ben@kairan.test": "passed-on", "visitor@x.test": "kept"}
    assert confirmed() == []
    passed = arrived(site, "aiko@kairan.test")
    assert "Who pays?" in passed.get_body(("plain",)).get_content()


def test_mail_that_postfix_returns_suspends_the_address_and_a_forged_bounce_does_not(site, people):
    aiko, ben, chidi = people
    Address.objects.filter(user=ben).update(address="gone@kairan.test")
    draft = Draft(subject="Tidying", body="Please.", to=Selection(people=(ben.pk, chidi.pk)))
    circulate(draft, author=aiko)
    arrived(site, "chidi@kairan.test")

    eventually(lambda: site.dovecot.mails(OFFICE), seconds=30)
    returned = site.dovecot.mails(OFFICE)[0]
    forged = returned.replace(b"gone@kairan.test", b"chidi@kairan.test")
    mine = Envelope.objects.get(recipient="gone@kairan.test")
    message_id = next(
        line
        for line in returned.splitlines()
        if line.lower().startswith(b"message-id: <") and b"mx.kairan.test" not in line
    )
    forged = forged.replace(message_id, b"Message-ID: <guessed@kairan.test>")
    site.dovecot.serve(OFFICE, [forged])
    fetched(site, 2)

    mine.refresh_from_db()
    assert mine.state == State.BOUNCED
    assert "5.1.1" in mine.words
    [address] = BouncedAddress.objects.suspended()
    assert (address.address, address.is_hard) == ("gone@kairan.test", True)
    assert Envelope.objects.get(recipient="chidi@kairan.test").state == State.ACCEPTED
    assert ReturnedMail.objects.kept().get().why == "unproven"

    circulate(Draft(subject="Again", body="Please.", to=Selection(people=(ben.pk,))), author=aiko)
    word_due(timezone.now())
    assert Notification.objects.filter(person=ben).latest("pk").reason == "bounced"
