"""Mail that a rule sends on: whole, once, to nobody it should not reach, never round and round."""

from email import message_from_bytes, policy

import pytest

from kairan.delivery.models import Envelope, Letter
from kairan.delivery.testing import run_delivery
from kairan.mail.compose.template import Template
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.webmail.models import Rule
from kairan.webmail.rules import forwarding
from kairan.webmail.rules.stored import save_rule
from kairan.webmail.tests.conftest import PLAIN

TO = "phone@example.org"


@pytest.fixture
def sent_on(ben, account_of, received):
    """Return what came of a mail to Ben, whose rule sends all from Mori on to his phone."""
    account = account_of(ben)
    conditions = [["from", "contains", "mori@"]]
    save_rule(Rule(owner=ben, name="Phone", conditions=conditions, forward_to=TO))

    def came(raw=PLAIN, uid="1"):
        return received(ben, raw, uid=uid, account=account)

    return came


def letters():
    raw = [Template.from_bytes(bytes(each.template)).fill({}) for each in Letter.objects.all()]
    return [message_from_bytes(each, policy=policy.default) for each in raw]


def test_the_whole_mail_travels_and_its_page_says_what_became_of_it(as_, ben, sent_on, raw_of):
    message = sent_on()

    [letter] = letters()
    assert letter["To"] == TO
    assert letter["From"].addresses[0].addr_spec == "ben@example.test"
    assert letter["Auto-Submitted"] == "auto-generated"
    original = letter.get_payload()[-1]
    assert original.get_content_type() == "message/rfc822"
    inner = original.get_payload()[0]
    assert (inner["Subject"], inner["Message-ID"]) == ("Slides", "<one@example.jp>")
    assert inner.get_content().strip() == "Here they are."
    message.refresh_from_db()
    assert message.is_forwarded
    assert TO in as_(ben).get(f"/webmail/messages/{message.pk}/").content.decode()


def test_a_mail_of_8_bits_travels_byte_for_byte(sent_on, raw_of):
    raw = PLAIN + "見積もり\r\n".encode()
    sent_on(raw)
    original = letters()[0].get_payload()[-1]
    assert original.get_payload(decode=True) == raw
    assert original.get_filename() == "Slides.eml"


@pytest.mark.parametrize(
    "line",
    [
        b"Auto-Submitted: auto-replied\r\n",
        b"Auto-Submitted: auto-generated\r\n",
        b"X-Kairan-Forwarded: yes\r\n",
        b"X-Spam-Flag: YES\r\n",
    ],
)
def test_what_a_machine_sent_what_was_sent_on_and_spam_stay_here(sent_on, line):
    sent_on(line + PLAIN)
    assert not Letter.objects.exists()


def test_what_is_sent_on_would_not_be_sent_on_again(sent_on):
    sent_on()
    again = Template.from_bytes(bytes(Letter.objects.get().template)).fill({})
    sent_on(again.replace(b"ben@example.test", b"mori@example.test"), "2")
    assert Letter.objects.count() == 1


def test_a_rule_to_oneself_is_refused_and_one_that_became_so_sends_nothing(
    as_, ben, sent_on, account_of
):
    typed = {"name": "x", "needs_all": "all", "test-0": "files-absent", "then": "save"}
    mine = {**typed, "forward_to": "BEN@example.test"}
    assert "forward_to" in as_(ben).post("/webmail/rules/new/", mine).context["form"].errors

    account_of(ben, sender_address=TO)
    sent_on()
    assert not Letter.objects.exists()


def test_there_is_a_limit_for_a_day_which_the_owner_reads(as_, ben, sent_on, monkeypatch):
    monkeypatch.setattr(forwarding, "MOST_A_DAY", 2)
    for uid in "1234":
        sent_on(uid=uid)

    assert Envelope.objects.count() == 2
    rule = Rule.objects.get()
    assert (rule.forwarded, bool(rule.trouble)) == (2, True)
    assert rule.trouble in as_(ben).get("/webmail/rules/").content.decode()

    Rule.objects.update(forwarded_on="2020-01-01")
    sent_on(uid="5")
    assert Envelope.objects.count() == 3


def test_what_is_too_large_stays_here_and_the_owner_reads_why(ben, sent_on, monkeypatch):
    monkeypatch.setattr(forwarding, "LARGEST", 100)
    message = sent_on()
    assert not Letter.objects.exists()
    assert "Slides" in Rule.objects.get().trouble
    message.refresh_from_db()
    assert not message.is_forwarded


def test_a_real_server_gets_the_mail_as_it_was(ben, writes, received):
    with ScriptedSmtp() as smtp:
        account = writes(ben, smtp)
        save_rule(Rule(owner=ben, name="P", conditions=[["size", "smaller", "99"]], forward_to=TO))
        received(ben, account=account)
        run_delivery()
        [accepted] = smtp.accepted
    assert b"Content-Type: message/rfc822" in accepted.data
    assert PLAIN.strip() in accepted.data
