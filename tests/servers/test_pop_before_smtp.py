"""The story of POP before SMTP, told by Python's own clients: refused, logged in, sent, refused."""

import poplib  # noqa: TID251 - the foreign clients that judge the servers
import smtplib  # noqa: TID251

import pytest

from tests.servers.fixtures import PASSWORDS
from tests.servers.patience import eventually

pytestmark = pytest.mark.servers
OFFICE, BEN = "office@kairan.test", "ben@kairan.test"


def standard(client):
    client.user(OFFICE)
    client.pass_(PASSWORDS[OFFICE])


def apop(client):
    client.apop(OFFICE, PASSWORDS[OFFICE])


def log_in(site, how):
    client = poplib.POP3(site.host, site.dovecot.port, timeout=10)
    how(client)
    client.quit()


def reply_to(client):
    """What the server says to RCPT."""
    client.rset()
    client.ehlo_or_helo_if_needed()
    client.mail(OFFICE)
    return client.rcpt(BEN)


@pytest.mark.parametrize("how", [standard, apop])
def test_a_login_opens_the_relay_until_its_time_runs_out(pop_before_smtp_site, how):
    site = pop_before_smtp_site
    site.window = 1.5
    refused = (554, b"5.7.1 <ben@kairan.test>: Relay access denied")

    with smtplib.SMTP(site.host, site.postfix.port, timeout=10) as client:
        assert reply_to(client) == refused
        log_in(site, how)
        code, _ = reply_to(client)
        assert code == 250
        assert client.data(b"Subject: Hello\r\n\r\n")[0] == 250
        eventually(lambda: reply_to(client) == refused)

    [delivered] = eventually(lambda: site.dovecot.mails(BEN))
    assert delivered.endswith(b"\nSubject: Hello\n\n")


def test_a_failed_login_opens_nothing(pop_before_smtp_site):
    site = pop_before_smtp_site
    client = poplib.POP3(site.host, site.dovecot.port, timeout=10)
    with pytest.raises(poplib.error_proto):
        client.apop(OFFICE, "wrong")
    client.close()

    with smtplib.SMTP(site.host, site.postfix.port, timeout=10) as smtp:
        assert reply_to(smtp)[0] == 554


def test_logins_can_be_forgotten(pop_before_smtp_site):
    site = pop_before_smtp_site
    log_in(site, standard)
    with smtplib.SMTP(site.host, site.postfix.port, timeout=10) as client:
        assert reply_to(client)[0] == 250
        site.forget()
        assert reply_to(client)[0] == 554
