"""Postfix takes, refuses and delivers as Python's own client sees it."""

import smtplib  # noqa: TID251 - the foreign client that judges the servers

import pytest

from tests.servers.fixtures import PASSWORDS
from tests.servers.needed import require
from tests.servers.patience import eventually
from tests.servers.postfix import Postfix, Rules
from tests.servers.sink import SmtpSink, flood

pytestmark = pytest.mark.servers
AIKO, BEN = "aiko@kairan.test", "ben@kairan.test"
LETTER = b"Subject: Hello\r\n\r\n.dot\r\nx\r\n"


def test_mail_arrives_as_it_was_sent_below_one_received_line(postfix):
    with smtplib.SMTP("127.0.0.1", postfix.port, timeout=10) as client:
        client.sendmail(AIKO, [BEN, "Carol@Elsewhere.test"], LETTER)

    [content] = eventually(lambda: postfix.mails(BEN))
    assert content.startswith(b"Received: from ")
    assert content.endswith(b"\nSubject: Hello\n\n.dot\nx\n")
    assert b"Message-Id:" not in content
    assert len(eventually(lambda: postfix.mails("carol@elsewhere.test"))) == 1
    assert postfix.mails("chidi@kairan.test") == []


def test_starttls_and_tls_from_the_start(postfix, ca):
    with smtplib.SMTP("localhost", postfix.port, timeout=10) as client:
        client.starttls(context=ca.client_context())
        client.sendmail(AIKO, BEN, LETTER)
    with smtplib.SMTP_SSL(
        "localhost", postfix.tls_port, timeout=10, context=ca.client_context()
    ) as client:
        client.sendmail(AIKO, BEN, LETTER)

    eventually(lambda: len(postfix.mails(BEN)) == 2)


def test_strangers_and_too_large_mails_are_refused():
    require("postfix")
    rules = Rules(message_size_limit=2000, own_domains=["kairan.test"], settings={"mynetworks": ""})
    with Postfix(rules) as small, smtplib.SMTP("127.0.0.1", small.port, timeout=10) as client:
        client.sendmail(AIKO, BEN, LETTER)
        with pytest.raises(smtplib.SMTPSenderRefused) as too_large:
            client.sendmail(AIKO, BEN, LETTER + b"x" * 3000)
        with pytest.raises(smtplib.SMTPRecipientsRefused) as foreign:
            client.sendmail(AIKO, "carol@elsewhere.test", LETTER)
        eventually(lambda: small.mails(BEN))

    assert too_large.value.smtp_code == 552
    assert foreign.value.recipients["carol@elsewhere.test"][0] == 554
    assert not small.folder.exists()


@pytest.mark.parametrize("mechanism", ["auth_plain", "auth_login", "auth_cram_md5"])
def test_auth_opens_the_relay_for_ones_own_address(smtp_auth_site, mechanism):
    site = smtp_auth_site
    with (
        smtplib.SMTP(site.host, site.postfix.port, timeout=10) as client,
        pytest.raises(smtplib.SMTPException, match=r"not owned by user|not logged in"),
    ):
        client.sendmail(AIKO, BEN, LETTER)

    with smtplib.SMTP(site.host, site.postfix.port, timeout=10) as client:
        client.ehlo()
        client.user, client.password = AIKO, PASSWORDS[AIKO]
        client.auth(mechanism.removeprefix("auth_").replace("_", "-"), getattr(client, mechanism))
        client.sendmail(AIKO, BEN, LETTER)
        with pytest.raises(smtplib.SMTPException, match="not owned by user"):
            client.sendmail(BEN, BEN, LETTER)
        with pytest.raises(smtplib.SMTPException, match="not yours"):
            client.sendmail("nobody@kairan.test", BEN, LETTER)

    eventually(lambda: site.dovecot.mails(BEN))


def test_a_wrong_password_is_refused(smtp_auth_site):
    site = smtp_auth_site
    with (
        smtplib.SMTP(site.host, site.postfix.port, timeout=10) as client,
        pytest.raises(smtplib.SMTPAuthenticationError),
    ):
        client.login(AIKO, "wrong")


def test_the_sink_keeps_what_it_took():
    require("postfix")
    with SmtpSink(dump=True) as sink:
        with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as client:
            client.sendmail(AIKO, BEN, LETTER)
        [kept] = sink.mails()
    assert b"X-Rcpt-Args: <ben@kairan.test>" in kept
    assert kept.endswith(b"Subject: Hello\n\n.dot\nx\n\n")


def test_a_flood_reaches_the_sink():
    require("postfix")
    with SmtpSink(dump=True) as sink:
        assert flood(sink.port, mails=50, connections=5) < 30
        assert len(sink.mails()) == 50
