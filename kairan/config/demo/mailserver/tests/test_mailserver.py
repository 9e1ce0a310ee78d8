"""The demo's mail server as Python's own clients and a raw socket see it."""

import poplib  # noqa: TID251 - the foreign clients that judge our server
import smtplib  # noqa: TID251
import socket

import pytest

from kairan.config.demo.mailserver import receiving
from kairan.config.demo.mailserver.mailboxes import CATCH_ALL
from kairan.config.demo.mailserver.server import MailServer

AIKO, BEN = "aiko@asahi.example", "ben@asahi.example"
PASSWORDS = {AIKO: " pass word ", BEN: "ben", CATCH_ALL: "rest"}
LETTER = b"Subject: Hello\r\n\r\n.dot\r\n..\r\nx\r\n"


@pytest.fixture
def server(tmp_path):
    with MailServer(tmp_path / "mails", PASSWORDS) as running:
        yield running


def send(server, *recipients, letter=LETTER):
    with smtplib.SMTP("127.0.0.1", server.smtp_port, timeout=5) as client:
        client.sendmail(AIKO, recipients, letter)


def opened(server, user=BEN):
    client = poplib.POP3("127.0.0.1", server.pop3_port, timeout=5)
    client.user(user)
    try:
        client.pass_(PASSWORDS[user])
    except poplib.error_proto:
        client.close()
        raise
    return client


def received(client, number):
    return b"\r\n".join(client.retr(number)[1]) + b"\r\n"


def exchange(port, sent):
    """Everything the server says when all of ``sent`` comes at once."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(sent)
        said = b""
        while chunk := connection.recv(65536):
            said += chunk
    return said


def test_a_mail_comes_out_as_it_went_in_below_the_lines_of_its_journey(server):
    send(server, BEN)

    client = opened(server)
    content = received(client, 1)
    size = int(client.list(1).split()[2])
    client.quit()

    head, _, letter = content.partition(b"Subject:")
    assert b"Subject:" + letter == LETTER
    assert b"Return-Path: <aiko@asahi.example>\r\nDelivered-To: ben@asahi.example\r\n" in head
    assert size == len(content)


def test_each_recipient_has_a_mailbox_and_strangers_share_one(server):
    send(server, BEN, "AIKO@Asahi.example", "somebody@elsewhere.example")

    assert [len(server.mailboxes.mails(who)) for who in (AIKO, BEN)] == [1, 1]
    [rest] = server.mailboxes.mails(CATCH_ALL)
    assert b"Delivered-To: somebody@elsewhere.example" in rest
    client = opened(server, CATCH_ALL)
    assert client.stat()[0] == 1
    client.quit()


def test_apop_proves_the_password_without_sending_it(server):
    client = poplib.POP3("127.0.0.1", server.pop3_port, timeout=5)
    assert client.apop(AIKO, PASSWORDS[AIKO]).startswith(b"+OK")
    client.quit()


@pytest.mark.parametrize(("user", "word"), [(BEN, "wrong"), (BEN, ""), ("nobody@x.example", "")])
def test_a_wrong_name_or_password_opens_nothing(server, user, word):
    client = poplib.POP3("127.0.0.1", server.pop3_port, timeout=5)
    with pytest.raises(poplib.error_proto, match="AUTH"):
        client.apop(user, word)
    client.user(user)
    with pytest.raises(poplib.error_proto, match="AUTH"):
        client.pass_(word)
    with pytest.raises(poplib.error_proto, match="Log in first"):
        client.stat()
    client.quit()


def test_mails_and_their_identifiers_survive_a_restart(tmp_path):
    with MailServer(tmp_path, PASSWORDS) as first:
        for n in range(5):
            send(first, BEN, letter=b"Subject: %d\r\n\r\n" % n)
        client = opened(first)
        before = client.uidl()[1]
        client.dele(2)
        client.quit()
    with MailServer(tmp_path, PASSWORDS) as second:
        send(second, BEN, letter=b"Subject: 5\r\n\r\n")
        client = opened(second)
        after = client.uidl()[1]
        subjects = [received(client, n).split(b"Subject: ")[1][:1] for n in range(1, 6)]
        client.quit()

    uids = [line.split()[1] for line in before]
    del uids[1]
    assert [line.split()[1] for line in after][:4] == uids
    assert len({line.split()[1] for line in after}) == 5
    assert subjects == [b"0", b"2", b"3", b"4", b"5"]


def test_a_mailbox_is_locked_until_its_reader_has_gone(server):
    first = opened(server)
    with pytest.raises(poplib.error_proto, match="IN-USE"):
        opened(server)
    first.close()  # Without QUIT: the lock goes all the same.
    for _ in range(100):
        try:
            opened(server).quit()
        except poplib.error_proto:
            continue
        return
    pytest.fail("The lock outlived its reader.")


def test_a_deletion_counts_only_after_quit(server):
    send(server, BEN)
    client = opened(server)
    client.dele(1)
    with pytest.raises(poplib.error_proto, match="no such mail"):
        client.retr(1)
    client.rset()
    assert client.stat()[0] == 1
    client.dele(1)
    client.close()
    assert len(server.mailboxes.mails(BEN)) == 1


def test_top_gives_the_header_and_so_many_lines(server):
    send(server, BEN, letter=b"Subject: Hello\r\n\r\none\r\n.two\r\nthree\r\n")
    client = opened(server)
    assert client.top(1, 0)[1][-2:] == [b"Subject: Hello", b""]
    assert client.top(1, 2)[1][-3:] == [b"", b"one", b".two"]
    for wrong in ("TOP 1", "TOP 1 x", "TOP 7 0", "LIST 7", "UIDL x", "RETR 0", "DELE 99999999999"):
        with pytest.raises(poplib.error_proto):
            client._shortcmd(wrong)
    client.quit()


def test_both_take_many_commands_at_once(server):
    one = b"MAIL FROM:<a@x.example> SIZE=9 BODY=8BITMIME\r\nRCPT TO:<ben@asahi.example>\r\nDATA\r\n"
    body = b"Subject: x\r\n\r\n\xe3\x81\x82\r\n.\r\n"
    said = exchange(server.smtp_port, b"EHLO me\r\n" + (one + body) * 3 + b"QUIT\r\n")
    codes = [line[:3] for line in said.splitlines() if line[3:4] == b" "]
    assert codes == [b"220", b"250"] + [b"250", b"250", b"354", b"250"] * 3 + [b"221"]
    assert b"250-PIPELINING\r\n" in said

    login = b"CAPA\r\nUSER ben@asahi.example\r\nPASS ben\r\n"
    said = exchange(server.pop3_port, login + b"RETR 1\r\nRETR 2\r\nRETR 3\r\nUIDL\r\nQUIT\r\n")
    assert b"\r\nPIPELINING\r\n" in said
    assert said.count(b"\r\n\xe3\x81\x82\r\n.\r\n") == 3
    assert said.count(b"-ERR") == 0


def test_only_a_whole_crlf_dot_crlf_ends_a_mail(server):
    smuggled = b"Subject: x\r\n\r\na\n.\nb\n.\r\nc\r\n.\nd\r\n.\r\n"
    said = exchange(
        server.smtp_port,
        b"HELO me\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<ben@asahi.example>\r\nDATA\r\n"
        + smuggled
        + b"QUIT\r\n",
    )
    assert said.count(b"\r\n250 2.0.0 Kept") == 1
    assert said.endswith(b"221 2.0.0 Bye\r\n")
    [mail] = server.mailboxes.mails(BEN)
    assert mail.endswith(b"\r\n\r\na\n.\nb\n.\r\nc\r\n\nd\r\n")


def test_a_mail_cut_off_in_the_middle_is_none(server):
    with socket.create_connection(("127.0.0.1", server.smtp_port), timeout=5) as connection:
        connection.sendall(
            b"HELO me\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<ben@asahi.example>\r\nDATA\r\nSubject:"
        )
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
    assert server.mailboxes.mails(BEN) == []


def test_what_cannot_be_stored_is_not_accepted(server):
    server.mailboxes.folder.joinpath("arriving").rmdir()
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(server, BEN)
    assert refused.value.smtp_code == 452


def test_too_large_a_mail_is_refused_before_and_after(server, monkeypatch):
    monkeypatch.setattr(receiving, "SIZE_LIMIT", 1000)
    said = exchange(server.smtp_port, b"EHLO x\r\nMAIL FROM:<a@x.example> SIZE=1001\r\nQUIT\r\n")
    assert b"\r\n552 5.3.4" in said
    said = exchange(
        server.smtp_port,
        b"HELO me\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<ben@asahi.example>\r\nDATA\r\n"
        + b"x" * 5000
        + b"\r\n.\r\nQUIT\r\n",
    )
    assert b"\r\n552 5.3.4" in said
    assert server.mailboxes.mails(BEN) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"RCPT TO:<a@x.example>", b"503"),
        (b"DATA", b"503"),
        (b"MAIL FROM:a@x.example", b"501"),
        (b"MAIL FROM:<>", b"250"),
        (b'MAIL FROM:<"a>..b"@docomo.example>', b"250"),
        (b"TURN", b"500"),
        (b"VRFY ben", b"252"),
        (b"NOOP", b"250"),
        (b"", b"500"),
    ],
)
def test_odd_commands_get_the_code_they_deserve(server, line, code):
    said = exchange(server.smtp_port, b"HELO me\r\n" + line + b"\r\nQUIT\r\n").splitlines()
    assert said[2][:3] == code


def test_an_address_never_leaves_its_folder(server):
    send(server, "../../escape@asahi.example")
    assert sorted(path.name for path in server.mailboxes.folder.iterdir()) == [
        "arriving",
        CATCH_ALL,
    ]


def test_a_taken_port_is_said_at_once(server, tmp_path):
    with pytest.raises(OSError, match="in use"):
        MailServer(tmp_path / "other", PASSWORDS, pop3_port=server.pop3_port).start()
