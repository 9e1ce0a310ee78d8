"""The blocking SMTP client against scripted servers."""

import socket
import threading

import pytest

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import Security, SmtpAuthentication, SmtpMechanism, SmtpServer
from kairan.mail.smtp import SmtpClient, Stage
from kairan.mail.testing.identity import make_identity
from kairan.mail.testing.listening import HungUp, Listener
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import Ending, Fault, ScriptedSmtp
from kairan.mail.transcript import MASK, Transcript

LETTER = b"Message-ID: <1@office.example>\r\nSubject: hello\r\n\r\n.dot\r\nbye\r\n"
USERS = {"aiko": "pässword"}


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    return make_identity(tmp_path_factory.mktemp("identity"))


def login(server, **changes):
    values = {"authentication": SmtpAuthentication.AUTH, "user": "aiko", "password": "pässword"}
    return server.settings(**{**values, **changes})


def shown(transcript):
    return [f"{line.side}: {line.text}" for line in transcript.lines]


def refused(settings, **kwargs):
    with pytest.raises(MailServerError) as caught, SmtpClient(settings, **kwargs):
        pass
    return caught.value


def test_a_letter_arrives_as_it_was_written():
    with ScriptedSmtp() as server:
        with SmtpClient(server.settings()) as client:
            (receipt,) = client.send("aiko@office.example", ["ben@example.org"], LETTER)
        assert receipt.accepted
        assert receipt.error() is None
        (letter,) = server.accepted
    assert letter.data == LETTER
    assert (letter.sender, letter.recipients) == ("aiko@office.example", ("ben@example.org",))
    assert letter.message_id == "<1@office.example>"
    assert server.commands[-1] == "QUIT"


def test_each_recipient_has_an_answer_of_their_own():
    with (
        ScriptedSmtp(Fault("RCPT", "550 5.1.1 no such user", to="chidi@example.org")) as server,
        SmtpClient(server.settings()) as client,
    ):
        receipts = client.send("a@b.example", ["ben@example.org", "chidi@example.org"], LETTER)
        again = client.send("a@b.example", ["chidi@example.org"], LETTER)
        last = client.send("a@b.example", ["ben@example.org"], LETTER)
    assert [r.accepted for r in receipts] == [True, False]
    assert receipts[1].stage is Stage.RCPT
    assert receipts[1].error().kind is Kind.RECIPIENT_REFUSED
    assert receipts[1].error().words == "5.1.1 no such user"
    assert not again[0].accepted
    assert last[0].accepted
    assert [letter.recipients for letter in server.accepted] == [("ben@example.org",)] * 2


@pytest.mark.parametrize("at", ["MAIL", "DATA", "BODY"])
def test_a_refused_letter_leaves_the_session_usable(at):
    with (
        ScriptedSmtp(Fault(at, "451 4.3.0 later\ntruly later", letter=1)) as server,
        SmtpClient(server.settings()) as client,
    ):
        (receipt,) = client.send("a@b.example", ["ben@example.org"], LETTER)
        assert receipt.stage is Stage[at]
        assert receipt.reply.words == "4.3.0 later\ntruly later"
        assert receipt.error().temporary
        assert client.send("a@b.example", ["ben@example.org"], LETTER)[0].accepted
    assert len(server.accepted) == 1


def test_replies_may_come_byte_by_byte():
    with ScriptedSmtp(split=True) as server, SmtpClient(server.settings()) as client:
        assert client.extensions.pipelining
        assert client.send("a@b.example", ["ben@example.org"], LETTER)[0].accepted


def test_a_server_that_only_knows_helo_is_spoken_to():
    with ScriptedSmtp(offers=()) as server, SmtpClient(server.settings()) as client:
        assert not client.extensions.pipelining
        assert client.send("a@b.example", ["ben@example.org"], LETTER)[0].accepted
        with pytest.raises(MailServerError) as caught:
            client.send("a@b.example", ["ben@example.org"], LETTER + "é".encode())
    assert caught.value.kind is Kind.EIGHT_BIT_NOT_OFFERED
    assert any(line.startswith("HELO") for line in server.commands)


def test_421_ends_the_session_with_the_servers_words():
    fault = Fault("MAIL", "421 4.3.2 shutting down", ending=Ending.CLOSE)
    with (
        ScriptedSmtp(fault) as server,
        SmtpClient(server.settings()) as client,
        pytest.raises(MailServerError) as caught,
    ):
        client.send("a@b.example", ["ben@example.org"], LETTER)
    error = caught.value
    assert (error.kind, error.temporary, error.code) == (Kind.UNAVAILABLE, True, 421)
    assert error.enhanced == "4.3.2"


@pytest.mark.parametrize("at", ["INSIDE", "LOST"])
def test_a_connection_lost_after_the_body_says_so(at):
    with (
        ScriptedSmtp(Fault(at)) as server,
        SmtpClient(server.settings()) as client,
        pytest.raises(MailServerError) as caught,
    ):
        client.send("a@b.example", ["ben@example.org"], LETTER)
    assert (caught.value.kind, caught.value.command) == (Kind.CLOSED, "body")
    assert len(server.accepted) == (at == "LOST")


def test_what_the_server_cannot_take_is_not_sent():
    with ScriptedSmtp(offers=("SIZE 1000",)) as server, SmtpClient(server.settings()) as client:
        for recipient, data, kind in (
            ("ben@example.org", b"x" * 1001, Kind.TOO_LARGE),
            ("ben@example.org", b"\xff", Kind.EIGHT_BIT_NOT_OFFERED),
            ("二郎@example.org", b"x", Kind.SMTPUTF8_NOT_OFFERED),
            ("ben@example.org>\r\nRCPT TO:<chidi@example.org", b"x", Kind.BAD_ADDRESS),
        ):
            with pytest.raises(MailServerError) as caught:
                client.send("a@b.example", [recipient], data)
            assert (caught.value.kind, caught.value.temporary) == (kind, False)
    assert not [line for line in server.commands if line.startswith("MAIL")]


def test_international_addresses_are_announced():
    with ScriptedSmtp() as server, SmtpClient(server.settings()) as client:
        client.send("a@b.example", ["二郎@例え.jp"], "é\r\n".encode())
        assert "MAIL FROM:<a@b.example> SIZE=7 BODY=8BITMIME SMTPUTF8" in server.commands
        assert server.accepted[0].recipients == ("二郎@xn--r8jz45g.jp",)


def test_no_bare_line_end_leaves():
    with ScriptedSmtp() as server, SmtpClient(server.settings()) as client:
        client.send(
            "a@b.example", ["ben@example.org"], b"a\n.\nMAIL FROM:<x@y.example>\rb\r\n.\r\n"
        )
        assert client.send("a@b.example", ["ben@example.org"], LETTER)[0].accepted
    assert server.accepted[0].data == b"a\r\n.\r\nMAIL FROM:<x@y.example>\r\nb\r\n.\r\n"
    assert len(server.accepted) == 2


@pytest.mark.parametrize("mechanism", list(SmtpMechanism))
@pytest.mark.parametrize("protected", [False, True])
def test_each_mechanism_logs_in(mechanism, protected, identity):
    with ScriptedSmtp(users=USERS, login_required=True, identity=identity) as server:
        security = Security.STARTTLS if protected else Security.NONE
        settings = login(
            server, mechanism=mechanism, security=security, cafile=str(identity.certificate)
        )
        transcript = Transcript()
        with SmtpClient(settings, transcript=transcript) as client:
            assert client.send("a@b.example", ["ben@example.org"], LETTER)[0].accepted
    best = "PLAIN" if protected else "CRAM-MD5"
    used = best if mechanism is SmtpMechanism.BEST else mechanism.value
    assert server.logins == [f"{used} aiko"]
    said = "\n".join(shown(transcript))
    assert MASK in said
    for line in server.commands:
        if line.startswith("AUTH PLAIN "):
            assert line.split()[-1] not in said


def test_a_wrong_password_is_told_with_the_servers_words():
    with ScriptedSmtp(users=USERS) as server:
        error = refused(login(server, password="wrong"))
        assert (error.kind, error.temporary, error.code) == (Kind.LOGIN, False, 535)
        assert error.words == "5.7.8 Error: authentication failed"
        assert error.command == "AUTH"
        temporary = Fault("AUTH", "454 4.7.0 Temporary authentication failure")
        server.faults = [temporary]
        error = refused(login(server))
        assert (error.kind, error.temporary) == (Kind.UNAVAILABLE, True)


def test_a_mechanism_that_is_not_offered_is_not_tried():
    with ScriptedSmtp(users=USERS, mechanisms=("LOGIN",)) as server:
        assert refused(login(server, mechanism=SmtpMechanism.PLAIN)).kind is Kind.AUTH_NOT_OFFERED
    with ScriptedSmtp() as server:
        assert refused(login(server)).kind is Kind.AUTH_NOT_OFFERED
    assert not [line for line in server.commands if line.startswith("AUTH")]


@pytest.mark.parametrize("password", ["a\r\nb", "a\nb", "a\0b"])
def test_a_password_that_would_end_the_line_is_never_sent(password):
    with ScriptedSmtp(users=USERS) as server:
        assert refused(login(server, password=password)).kind is Kind.BAD_CREDENTIALS
        assert server.connections == 0


def test_without_starttls_no_password_is_sent(identity):
    with ScriptedSmtp(users=USERS) as server:
        error = refused(login(server, security=Security.STARTTLS))
        assert (error.kind, error.temporary) == (Kind.STARTTLS_NOT_OFFERED, False)
    with ScriptedSmtp(
        Fault("STARTTLS", "454 4.7.0 TLS not available now"), users=USERS, identity=identity
    ) as busy:
        error = refused(login(busy, security=Security.STARTTLS))
        assert (error.kind, error.temporary) == (Kind.STARTTLS_NOT_OFFERED, True)
    assert not [line for line in server.commands + busy.commands if line.startswith("AUTH")]


def test_what_is_injected_before_tls_is_thrown_away(identity):
    def serve(peer):
        peer.say(b"220 hello\r\n")
        peer.line()
        peer.say(b"250-hello\r\n250 STARTTLS\r\n")
        peer.line()
        peer.say(b"220 go ahead\r\n250-evil\r\n250 AUTH PLAIN\r\n")
        peer.start_tls(identity.context())
        assert peer.line().startswith(b"EHLO")
        peer.say(b"250-hello\r\n250 SIZE 77\r\n")
        while True:
            peer.line()
            peer.say(b"221 bye\r\n")

    with Listener(serve) as server:
        settings = SmtpServer(
            host="127.0.0.1",
            port=server.port,
            security=Security.STARTTLS,
            cafile=str(identity.certificate),
        )
        with SmtpClient(settings) as client:
            assert client.extensions.size == 77
            assert client.extensions.mechanisms == ()


def test_the_certificate_is_checked_unless_told_otherwise(identity, tmp_path):
    expired = make_identity(tmp_path, days=-1)
    with ScriptedSmtp(identity=expired, implicit_tls=True) as server:
        for cafile in (None, str(expired.certificate), str(identity.certificate)):
            error = refused(server.settings(security=Security.TLS, cafile=cafile))
            assert (error.kind, error.temporary) == (Kind.CERTIFICATE, False)
        with SmtpClient(server.settings(security=Security.TLS, verify_certificate=False)) as client:
            assert client.extensions.pipelining
    missing = server.settings(security=Security.TLS, cafile=str(tmp_path / "none.pem"))
    with Listener(lambda peer: None) as other:
        object.__setattr__(missing, "port", other.port)
        assert refused(missing).kind is Kind.CERTIFICATE


def test_tls_to_a_plain_port_is_recognised():
    with ScriptedSmtp() as server:
        error = refused(server.settings(security=Security.TLS))
    assert (error.kind, error.temporary) == (Kind.TLS_ON_PLAIN_PORT, False)


def test_plain_to_a_tls_port_is_recognised(identity):
    with ScriptedSmtp(identity=identity, implicit_tls=True) as server:
        error = refused(server.settings(timeout=0.3))
    assert error.kind is Kind.PLAIN_ON_TLS_PORT


@pytest.mark.parametrize(
    ("greeting", "kind"),
    [
        (b"\x15\x03\x01\x00\x02\x02\x46", Kind.PLAIN_ON_TLS_PORT),
        (b"HTTP/1.1 400 Bad Request\r\n", Kind.WRONG_PROTOCOL),
        (b"* OK IMAP4rev1 ready\r\n", Kind.WRONG_PROTOCOL),
        (b"hello there\r\n", Kind.PROTOCOL),
        (b"554 5.3.2 no service here\r\n", Kind.UNAVAILABLE),
        (b"421 4.3.2 too busy\r\n", Kind.UNAVAILABLE),
        (b"x" * 9000, Kind.PROTOCOL),
    ],
)
def test_a_strange_greeting_is_named(greeting, kind):
    with Listener(lambda peer: (peer.say(greeting), peer.line())) as server:
        settings = SmtpServer(host="127.0.0.1", port=server.port, security=Security.NONE)
        error = refused(settings)
    assert error.kind is kind
    assert error.temporary == greeting.startswith(b"421")


def test_a_pop3_server_on_the_port_is_named():
    with ScriptedPop3() as server:
        settings = SmtpServer(host="127.0.0.1", port=server.port, security=Security.NONE)
        error = refused(settings)
    assert error.kind is Kind.WRONG_PROTOCOL
    assert "POP3" in str(error)


def test_nobody_listening_is_temporary():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = refused(SmtpServer(host="127.0.0.1", port=port, security=Security.NONE))
    assert (error.kind, error.temporary) == (Kind.REFUSED_CONNECTION, True)
    error = refused(SmtpServer(host="nowhere.invalid", port=25, security=Security.NONE))
    assert error.kind is Kind.DNS


def test_a_server_that_drips_is_given_up():
    stop = threading.Event()

    def serve(peer):
        while not stop.wait(0.02):
            peer.say(b"2")

    with Listener(serve) as server:
        settings = SmtpServer(
            host="127.0.0.1", port=server.port, security=Security.NONE, timeout=0.3
        )
        error = refused(settings)
        stop.set()
    assert (error.kind, error.temporary) == (Kind.TIMEOUT, True)


def test_the_transcript_shows_both_sides_and_no_body():
    transcript = Transcript()
    with ScriptedSmtp() as server, SmtpClient(server.settings(), transcript=transcript) as client:
        client.send("a@b.example", ["ben@example.org"], LETTER)
    lines = shown(transcript)
    assert lines[:2] == ["S: 220 scripted.example ESMTP", "C: EHLO office.example"]
    assert "S: 250-PIPELINING" in lines
    assert f"C: … {len(LETTER) + 4} bytes …" in lines
    assert lines[-2:] == ["C: QUIT", "S: 221 2.0.0 Bye"]
    assert not any("Subject" in line for line in lines)


def test_the_settings_do_not_show_the_password():
    settings = SmtpServer(host="h", port=25, security=Security.NONE, user="aiko", password="geheim")
    assert "geheim" not in repr(settings)


def test_a_session_that_is_not_open_says_so():
    with pytest.raises(MailServerError) as caught:
        SmtpClient(SmtpServer(host="h", port=25, security=Security.NONE)).send("a@b.c", [], b"")
    assert caught.value.kind is Kind.CLOSED


def test_a_client_that_hangs_up_ends_the_scripted_conversation():
    ended = threading.Event()

    def serve(peer):
        try:
            peer.line()
        except HungUp:
            ended.set()

    with Listener(serve) as server:
        socket.create_connection(("127.0.0.1", server.port)).close()
        assert ended.wait(5)
