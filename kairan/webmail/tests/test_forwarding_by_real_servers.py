"""A rule sends mail on through a real Postfix, from and into mailboxes of a real Dovecot."""

import smtplib  # noqa: TID251 - the foreign client that writes the mail
from email import message_from_bytes, policy

import pytest

from kairan.delivery.testing import run_delivery
from kairan.webmail.models import Account, Message, Rule
from kairan.webmail.receiving.operations import receive
from kairan.webmail.rules.stored import save_rule
from tests.servers.fixtures import PASSWORDS
from tests.servers.patience import eventually

pytestmark = pytest.mark.servers
AIKO, BEN = "aiko@kairan.test", "ben@kairan.test"
MAIL = (
    b"From: Yui <yui@kairan.test>\r\nTo: aiko@kairan.test\r\nSubject: =?utf-8?b?6KaL56mN?=\r\n"
    b"Message-ID: <quote@example.jp>\r\n\r\nThe quote.\r\n.dots\r\n"
)


@pytest.fixture
def site(smtp_auth_site):
    return smtp_auth_site


@pytest.fixture
def sends_on(account_of, site):
    """Give a person an account at the site, and a rule that sends all their mail on."""

    def prepared(person, address, *, to):
        login = {"user": address, "password": PASSWORDS[address], "security": "none"}
        account_of(
            person,
            sender_address=address,
            incoming={"host": site.host, "port": site.dovecot.port, **login},
            outgoing={
                "host": site.host,
                "port": site.postfix.port,
                **login,
                "authentication": "auth",
            },
        )
        all_mail = [["size", "smaller", "9999"]]
        save_rule(Rule(owner=person, name="On", conditions=all_mail, forward_to=to))
        return lambda: go_round(Account.objects.with_servers().get(owner=person))

    return prepared


def go_round(account):
    """Receive the account, then let out what is to leave."""
    receive(account)
    run_delivery()


def test_two_who_send_all_mail_on_to_each_other_get_it_once(aiko, ben, site, sends_on, raw_of):
    of_aiko, of_ben = sends_on(aiko, AIKO, to=BEN), sends_on(ben, BEN, to=AIKO)
    with smtplib.SMTP(site.host, site.postfix.port, timeout=10) as client:
        client.login("office@kairan.test", PASSWORDS["office@kairan.test"])
        client.sendmail("office@kairan.test", AIKO, MAIL)
    [came] = eventually(lambda: site.dovecot.mails(AIKO))

    for _time in range(2):
        of_aiko()
        [sent_on] = eventually(lambda: site.dovecot.mails(BEN))
        of_ben()

    letter = message_from_bytes(sent_on, policy=policy.default)
    assert letter["From"].addresses[0].addr_spec == AIKO
    inside = letter.get_payload()[-1].get_payload()[0]
    assert (inside["Subject"], inside["Message-ID"]) == ("見積", "<quote@example.jp>")
    assert came.split(b"\n\n")[1].strip() in sent_on.replace(b"\r\n", b"\n")
    assert site.dovecot.mails(AIKO) == [came]
    assert Message.objects.visible_to(aiko).count() == 1
    assert Message.objects.visible_to(ben).count() == 1
    assert Message.objects.filter(is_forwarded=True).count() == 1
