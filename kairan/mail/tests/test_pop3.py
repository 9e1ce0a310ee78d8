"""The POP3 client against scripted servers."""

import hashlib
import io
import threading

import pytest

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3 import PopClient, PopLimits
from kairan.mail.servers import PopAuthentication, PopServer, Security
from kairan.mail.testing.identity import make_identity
from kairan.mail.testing.listening import Listener
from kairan.mail.testing.scripted_pop3 import STAMP, ScriptedPop3
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.mail.transcript import MASK, Transcript

MAILS = [
    b"Subject: one\r\n\r\n.dot\r\n..two\r\nend\r\n",
    b"",
    b"Subject: three\r\n\r\n" + b"x" * 50_000 + b"\r\n.\r\n.\r\n",
    b".\r\n",
]
OFFERED = ("USER", "UIDL", "TOP")


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    return make_identity(tmp_path_factory.mktemp("identity"))


def refused(settings, **kwargs):
    with pytest.raises(MailServerError) as caught, PopClient(settings, **kwargs):
        pass
    return caught.value


def test_everything_a_session_can_do():
    with ScriptedPop3(MAILS) as server:
        with PopClient(server.settings()) as client:
            assert client.stat() == (4, sum(map(len, MAILS)))
            assert client.sizes() == {n: len(mail) for n, mail in enumerate(MAILS, 1)}
            assert len(set(client.uidl().values())) == 4
            assert [client.retrieve(n) for n in (1, 2, 3, 4)] == MAILS
            assert client.top(1) == b"Subject: one\r\n\r\n"
            assert client.top(1, 1) == b"Subject: one\r\n\r\n.dot\r\n"
            client.noop()
            client.delete(1)
            client.reset()
            assert client.delete_many([2, 9, 3]) == [2, 3]
        assert list(server.messages) == [1, 4]
    assert server.commands[-1] == "QUIT"


def test_a_block_that_raises_deletes_nothing():
    with ScriptedPop3(MAILS) as server:
        with pytest.raises(ZeroDivisionError), PopClient(server.settings()) as client:
            client.retrieve(client.delete_many([1])[0] // 0)
        assert len(server.messages) == 4
    assert "QUIT" not in server.commands


@pytest.mark.parametrize("capabilities", [("USER", "PIPELINING"), ("USER",), ()])
@pytest.mark.parametrize("split", [False, True])
def test_many_messages_come_in_order(capabilities, split):
    mails = MAILS[:2] * 5 if split else MAILS * 100
    with (
        ScriptedPop3(mails, capabilities=capabilities, split=split) as server,
        PopClient(server.settings()) as client,
    ):
        wanted = list(range(1, len(mails) + 1))
        got = list(client.retrieve_many(wanted))
        assert client.stat()[0] == len(mails)
    assert [number for number, _ in got] == wanted
    assert [data for _, data in got] == mails


def test_one_bad_message_does_not_stop_the_others():
    limits = PopLimits(message=1000)
    with ScriptedPop3(MAILS) as server, PopClient(server.settings(), limits=limits) as client:
        got = dict(client.retrieve_many([1, 77, 3, 4]))
        assert (got[1], got[4]) == (MAILS[0], MAILS[3])
        assert got[77].kind is Kind.NO_SUCH_MESSAGE
        assert got[3].kind is Kind.TOO_LARGE
        with pytest.raises(MailServerError):
            client.retrieve(3)
        sink = io.BytesIO()
        assert client.retrieve_to(3, sink) == len(MAILS[2])
        assert sink.getvalue() == MAILS[2]
        assert client.retrieve(1) == MAILS[0]


def test_a_message_without_end_is_cut_off():
    limits = PopLimits(message=1000, sink=10_000)
    endless = [b"x" * 3_000_000]
    with ScriptedPop3(endless) as server, PopClient(server.settings(), limits=limits) as client:
        with pytest.raises(MailServerError) as caught:
            client.retrieve(1)
        assert caught.value.kind is Kind.TOO_LARGE
        with pytest.raises(MailServerError) as after:
            client.noop()
        assert after.value.kind is Kind.CLOSED
        client.close()


def test_messages_given_up_halfway_close_the_connection():
    with ScriptedPop3(MAILS * 50) as server, PopClient(server.settings()) as client:
        for number, _ in client.retrieve_many(range(1, 200)):
            if number == 3:
                break
        with pytest.raises(MailServerError):
            client.noop()


def test_apop_never_says_the_password():
    with ScriptedPop3(MAILS) as server:
        transcript = Transcript()
        settings = server.settings(authentication=PopAuthentication.APOP)
        with PopClient(settings, transcript=transcript) as client:
            assert client.stat()[0] == 4
    digest = hashlib.md5(f"{STAMP}secret".encode()).hexdigest()
    assert f"APOP aiko {digest}" in server.commands
    assert not [line for line in server.commands if "secret" in line or line.startswith("USER")]
    said = [line.text for line in transcript.lines]
    assert f"APOP aiko {MASK}" in said
    assert not [line for line in said if digest in line]


@pytest.mark.parametrize(
    ("stamp", "kind"),
    [
        ("", Kind.APOP_NOT_OFFERED),
        ("<nobody>", Kind.APOP_BAD_STAMP),
        ("<a@b@c>", Kind.APOP_BAD_STAMP),
        ("<@b>", Kind.APOP_BAD_STAMP),
        ("<a@>", Kind.APOP_BAD_STAMP),
        ("<a b@c>", Kind.APOP_BAD_STAMP),
        ("<a\x01b@c>", Kind.APOP_BAD_STAMP),
        ("<aé@c>", Kind.APOP_BAD_STAMP),
        ("<a@c", Kind.APOP_BAD_STAMP),
        ("<a@c> <b@d>", Kind.APOP_BAD_STAMP),
        ("<<a@c>", Kind.APOP_BAD_STAMP),
    ],
)
def test_apop_refuses_a_stamp_that_is_no_message_id_before_it_says_anything(stamp, kind):
    with ScriptedPop3(stamp=stamp) as server:
        error = refused(server.settings(authentication=PopAuthentication.APOP))
        assert (error.kind, error.temporary) == (kind, False)
    assert server.commands == []


def test_apop_does_not_fall_back_when_it_is_refused():
    with ScriptedPop3(replies={"APOP": b"-ERR unknown command\r\n"}) as server:
        error = refused(server.settings(authentication=PopAuthentication.APOP))
        assert error.kind is Kind.APOP_NOT_OFFERED
    assert [line.split()[0] for line in server.commands] == ["CAPA", "APOP"]


@pytest.mark.parametrize("password", ["secret", "長い" * 60])
def test_sasl_plain_is_used_where_user_is_not_offered(password):
    offered = ("SASL PLAIN LOGIN", "UIDL")
    with ScriptedPop3(users={"aiko": password}, capabilities=offered) as server:
        transcript = Transcript()
        with PopClient(server.settings(password=password), transcript=transcript):
            pass
    assert server.logins == ["PLAIN aiko"]
    said = " ".join(line.text for line in transcript.lines)
    assert MASK in said
    assert max(len(line) for line in said.split()) < 40


def test_a_server_that_hides_its_logins_until_tls_hears_no_password(identity):
    with ScriptedPop3(capabilities=("UIDL",), identity=identity) as server:
        assert refused(server.settings()).kind is Kind.AUTH_TOO_WEAK
    assert server.commands == ["CAPA"]


@pytest.mark.parametrize("capabilities", [OFFERED, ()])
@pytest.mark.parametrize("way", list(PopAuthentication))
def test_stls_protects_the_login(capabilities, way, identity):
    with ScriptedPop3(MAILS, capabilities=capabilities, identity=identity) as server:
        settings = server.settings(
            security=Security.STARTTLS, cafile=str(identity.certificate), authentication=way
        )
        with PopClient(settings) as client:
            assert client.retrieve(3) == MAILS[2]
            assert "STLS" not in client.capabilities
    before = server.commands[: server.commands.index("STLS")]
    assert before in (["CAPA"], [])


@pytest.mark.parametrize(
    ("replies", "capabilities", "temporary"),
    [
        ({}, OFFERED, False),
        ({}, (), False),
        ({"STLS": b"-ERR [SYS/TEMP] no TLS now\r\n"}, (), True),
    ],
)
def test_without_stls_no_password_is_sent(replies, capabilities, temporary):
    with ScriptedPop3(capabilities=capabilities, replies=replies) as server:
        error = refused(server.settings(security=Security.STARTTLS))
        assert error.kind in {Kind.STARTTLS_NOT_OFFERED, Kind.UNAVAILABLE}
        assert error.temporary is temporary
    assert set(server.commands) <= {"CAPA", "STLS"}


def test_what_is_injected_before_tls_is_thrown_away(identity):
    def serve(peer):
        peer.say(b"+OK\r\n")
        assert peer.line() == b"CAPA"
        peer.say(b"+OK\r\nSTLS\r\nUSER\r\n.\r\n")
        assert peer.line() == b"STLS"
        peer.say(b"+OK go\r\n+OK\r\nEVIL\r\nUSER\r\n.\r\n")
        peer.start_tls(identity.context())
        assert peer.line() == b"CAPA"
        peer.say(b"+OK\r\nUSER\r\nGOOD\r\n.\r\n")
        while True:
            peer.line()
            peer.say(b"+OK\r\n")

    with Listener(serve) as server:
        settings = PopServer(
            host="127.0.0.1",
            port=server.port,
            security=Security.STARTTLS,
            cafile=str(identity.certificate),
            user="aiko",
            password="secret",
        )
        with PopClient(settings) as client:
            assert set(client.capabilities) == {"USER", "GOOD"}


def test_tls_from_the_start(identity):
    with ScriptedPop3(MAILS, identity=identity, implicit_tls=True) as server:
        settings = server.settings(security=Security.TLS, cafile=str(identity.certificate))
        with PopClient(settings) as client:
            assert [data for _, data in client.retrieve_many([1, 2, 3, 4])] == MAILS
        assert refused(server.settings(security=Security.TLS)).kind is Kind.CERTIFICATE
        plain = refused(server.settings(timeout=0.3))
        assert plain.kind is Kind.PLAIN_ON_TLS_PORT
    with ScriptedPop3() as server:
        error = refused(server.settings(security=Security.TLS))
        assert error.kind is Kind.TLS_ON_PLAIN_PORT


@pytest.mark.parametrize(("user", "password"), [("a\r\nb", "x"), ("a", "x\nQUIT"), ("a", "\0")])
def test_a_line_end_in_user_or_password_is_never_sent(user, password):
    with ScriptedPop3() as server:
        error = refused(server.settings(user=user, password=password))
        assert error.kind is Kind.BAD_CREDENTIALS
        assert server.connections == 0


@pytest.mark.parametrize(
    ("reply", "kind", "temporary"),
    [
        ("-ERR [IN-USE] Do you have another POP session running?", Kind.MAILBOX_LOCKED, True),
        ("-ERR [LOGIN-DELAY] minimum time between mail checks", Kind.LOGIN_DELAY, True),
        ("-ERR [SYS/TEMP] Temporary authentication failure.", Kind.UNAVAILABLE, True),
        ("-ERR [SYS/PERM] mailbox is gone", Kind.UNAVAILABLE, False),
        ("-ERR [AUTH] Authentication failed.", Kind.LOGIN, False),
        ("-ERR authentication failed", Kind.LOGIN, False),
        ('-ERR Password supplied for "aiko" is incorrect.', Kind.LOGIN, False),
        ("-ERR account locked", Kind.LOGIN, False),
        ("-ERR", Kind.LOGIN, False),
        ("-ERR maildrop already locked", Kind.MAILBOX_LOCKED, True),
        ("-ERR mailbox in use", Kind.MAILBOX_LOCKED, True),
        ("-ERR メールボックスは使用中です", Kind.MAILBOX_LOCKED, True),
        ("-ERR Server error, try again later", Kind.UNAVAILABLE, True),
        ("-ERR login too frequent", Kind.LOGIN_DELAY, True),
        (
            "-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.",
            Kind.AUTH_TOO_WEAK,
            False,
        ),
    ],
)
def test_a_refused_login_is_graded(reply, kind, temporary):
    with ScriptedPop3(replies={"PASS": f"{reply}\r\n".encode()}) as server:
        error = refused(server.settings())
    assert (error.kind, error.temporary, error.command) == (kind, temporary, "PASS")
    assert error.words == reply
    assert "secret" not in str(error)


def test_a_server_with_bare_line_feeds_is_understood():
    with (
        ScriptedPop3(MAILS, newline=b"\n", capabilities=OFFERED) as server,
        PopClient(server.settings()) as client,
    ):
        assert len(client.uidl()) == 4
        got = [data for _, data in client.retrieve_many([1, 2, 3, 4])]
    assert got == [mail.replace(b"\r\n", b"\n") for mail in MAILS]


def test_a_last_line_with_a_bare_line_feed_does_not_hang():
    replies = {"RETR": b"+OK\r\nSubject: x\r\n\r\nbare\n..dot\n.\r\n"}
    with (
        ScriptedPop3(replies=replies, capabilities=()) as server,
        PopClient(server.settings()) as client,
    ):
        assert client.retrieve(1) == b"Subject: x\r\n\r\nbare\n.dot\n"
        client.noop()


def test_blanks_missing_texts_and_wrong_sizes_do_no_harm():
    replies = {
        "greeting": b"+OK\r\n",
        "CAPA": b"-ERR\r\n",
        "STAT": b"+OK   2    320  octets\r\n",
        "LIST": b"+OK\r\n 1   99999999 \r\n2 abc\r\nnonsense\r\n.\r\n",
        "UIDL": b"+OK\r\n1   a b c \r\n2 \r\n  3 x\r\n.\r\n",
        "RETR": b"+ok\r\nhello\r\n.\r\n",
    }
    with ScriptedPop3(replies=replies) as server, PopClient(server.settings()) as client:
        assert client.capabilities == {}
        assert client.stat() == (2, 320)
        assert client.sizes() == {1: 99999999}
        assert client.uidl() == {1: "a b c", 3: "x"}
        assert client.retrieve(1) == b"hello\r\n"


def test_a_server_without_uidl_says_so():
    with (
        ScriptedPop3(replies={"UIDL": b"-ERR unknown\r\n"}) as server,
        PopClient(server.settings()) as client,
        pytest.raises(MailServerError) as caught,
    ):
        client.uidl()
    assert (caught.value.kind, caught.value.temporary) == (Kind.NOT_OFFERED, False)


@pytest.mark.parametrize("reply", [b"what?\r\n", b"+OK" + b"x" * 10_000])
def test_nonsense_closes_the_session(reply):
    with ScriptedPop3(replies={"NOOP": reply}) as server, PopClient(server.settings()) as client:
        with pytest.raises(MailServerError) as caught:
            client.noop()
        assert caught.value.kind is Kind.PROTOCOL
        client.close()


def test_a_connection_lost_inside_a_message_raises():
    replies = {"RETR 2": b"+OK\r\nSubject: half\r\nHANG UP"}
    with ScriptedPop3(MAILS, replies=replies) as server, PopClient(server.settings()) as client:
        got = client.retrieve_many([1, 2, 3])
        assert next(got) == (1, MAILS[0])
        with pytest.raises(MailServerError) as caught:
            next(got)
        assert (caught.value.kind, caught.value.temporary) == (Kind.CLOSED, True)
        client.close()


def test_quit_tells_when_the_deletion_failed():
    with (
        ScriptedPop3(MAILS, replies={"QUIT": b"-ERR some not removed\r\n"}) as server,
        pytest.raises(MailServerError) as caught,
        PopClient(server.settings()) as client,
    ):
        client.delete(1)
    assert (caught.value.command, caught.value.temporary) == ("QUIT", True)


def test_a_server_that_drips_is_given_up():
    stop = threading.Event()

    def serve(peer):
        peer.say(b"+OK\r\n")
        peer.line()
        peer.say(b"+OK\r\n")
        while not stop.wait(0.02):
            peer.say(b"x")

    with Listener(serve) as server:
        settings = PopServer(
            host="127.0.0.1",
            port=server.port,
            security=Security.NONE,
            user="a",
            password="b",
            timeout=0.4,
        )
        error = refused(settings)
        stop.set()
    assert (error.kind, error.command) == (Kind.TIMEOUT, "CAPA")


@pytest.mark.parametrize(
    ("greeting", "kind"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", Kind.WRONG_PROTOCOL),
        (b"* OK IMAP4rev1 ready\r\n", Kind.WRONG_PROTOCOL),
        (b"hello\r\n", Kind.PROTOCOL),
        (b"-ERR too many connections\r\n", Kind.UNAVAILABLE),
        (b"-ERR [SYS/PERM] never\r\n", Kind.UNAVAILABLE),
    ],
)
def test_a_strange_greeting_is_named(greeting, kind):
    with ScriptedPop3(replies={"greeting": greeting}) as server:
        error = refused(server.settings())
    assert error.kind is kind
    assert error.temporary == (b"too many" in greeting)


def test_an_smtp_server_on_the_port_is_named():
    with ScriptedSmtp() as server:
        settings = PopServer(
            host="127.0.0.1", port=server.port, security=Security.NONE, user="a", password="b"
        )
        error = refused(settings)
    assert error.kind is Kind.WRONG_PROTOCOL
    assert "SMTP" in str(error)


def test_utf8_is_asked_for_where_offered():
    with ScriptedPop3(capabilities=("USER", "UTF8 USER")) as server:
        with PopClient(server.settings()):
            pass
        server.replies["UTF8"] = b"-ERR no\r\n"
        with PopClient(server.settings()):
            pass
    assert server.commands.count("UTF8") == 2
    assert len(server.logins) == 2


def test_the_transcript_hides_the_password_and_the_mails():
    transcript = Transcript()
    with (
        ScriptedPop3(MAILS) as server,
        PopClient(server.settings(), transcript=transcript) as client,
    ):
        client.retrieve(1)
        client.retrieve_to(1, io.BytesIO())
        list(client.retrieve_many([1]))
    lines = [f"{line.side}: {line.text}" for line in transcript.lines]
    assert f"C: PASS {MASK}" in lines
    assert "S: PIPELINING" in lines
    assert lines.count(f"S: … {len(MAILS[0])} bytes …") == 3
    assert not [line for line in lines if "secret" in line or "Subject" in line]
    assert "secret" not in repr(server.settings())
