"""Dovecot serves POP3 as Python's own client understands it."""

import poplib  # noqa: TID251 - the foreign client that judges the servers
import ssl

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import PASSWORDS
from tests.servers.needed import require

pytestmark = pytest.mark.servers
AIKO = "aiko@kairan.test"


def test_mails_are_served_in_order_and_byte_for_byte(dovecot):
    messages = [f"Subject: {n}\r\n\r\n.dot\r\nx\r\n".encode() for n in range(12)]
    dovecot.serve(AIKO, messages)

    client = poplib.POP3(dovecot.host, dovecot.port, timeout=10)
    client.user(AIKO)
    client.pass_(PASSWORDS[AIKO])
    received = [b"\r\n".join(client.retr(n)[1]) + b"\r\n" for n in range(1, 13)]
    uids = [line.split()[1] for line in client.uidl()[1]]
    client.quit()

    assert received == messages
    assert len(set(uids)) == 12


def test_apop_needs_the_password_but_does_not_send_it(dovecot):
    client = poplib.POP3(dovecot.host, dovecot.port, timeout=10)
    client.apop(AIKO, PASSWORDS[AIKO])
    client.quit()

    client = poplib.POP3(dovecot.host, dovecot.port, timeout=10)
    with pytest.raises(poplib.error_proto, match="Authentication failed"):
        client.apop(AIKO, "wrong")
    client.close()

    assert "method=APOP" in dovecot.log()


def test_starttls_and_tls_show_a_certificate_of_our_authority(dovecot, ca):
    client = poplib.POP3("localhost", dovecot.port, timeout=10)
    client.stls(ca.client_context())
    client.apop(AIKO, PASSWORDS[AIKO])
    client.quit()

    client = poplib.POP3_SSL("127.0.0.1", dovecot.tls_port, timeout=10, context=ca.client_context())
    client.user("ben@kairan.test")
    client.pass_("ben")
    client.quit()

    with pytest.raises(ssl.SSLCertVerificationError):
        poplib.POP3_SSL(
            "localhost", dovecot.tls_port, timeout=10, context=ssl.create_default_context()
        )


def test_a_user_may_be_added_while_it_runs(dovecot):
    dovecot.add_user("new@kairan.test", "secret")
    client = poplib.POP3(dovecot.host, dovecot.port, timeout=10)
    client.user("new@kairan.test")
    client.pass_("secret")
    assert client.stat() == (0, 0)
    client.quit()


def test_deleted_mails_are_gone_after_quit(dovecot):
    dovecot.serve(AIKO, [b"Subject: keep\n\n", b"Subject: drop\n\n"])
    client = poplib.POP3(dovecot.host, dovecot.port, timeout=10)
    client.apop(AIKO, PASSWORDS[AIKO])
    client.dele(2)
    client.quit()

    assert dovecot.mails(AIKO) == [b"Subject: keep\n\n"]


def test_a_mailbox_is_locked_while_somebody_reads_it(dovecot):
    first = poplib.POP3(dovecot.host, dovecot.port, timeout=10)
    first.apop(AIKO, PASSWORDS[AIKO])
    second = poplib.POP3(dovecot.host, dovecot.port, timeout=10)
    second.sock.settimeout(0.3)
    with pytest.raises((poplib.error_proto, TimeoutError)):
        second.apop(AIKO, PASSWORDS[AIKO])
    first.quit()
    second.close()


def test_a_strict_server_refuses_passwords_in_plain_text(ca):
    require("dovecot")
    certificate = ca.certify("localhost")
    with Dovecot({"ben": "secret"}, certificate=certificate, plaintext_auth=False) as strict:
        client = poplib.POP3(strict.host, strict.port, timeout=10)
        with pytest.raises(poplib.error_proto, match="Plaintext authentication disallowed"):
            client.user("ben")
        client.stls(ca.client_context())
        client.user("ben")
        client.pass_("secret")
        client.quit()
