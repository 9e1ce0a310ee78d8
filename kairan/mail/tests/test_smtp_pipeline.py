"""The pipelined SMTP connection, driven the way the delivery engine's poll loop does."""

import select
import socket
import time

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import Security, SmtpAuthentication, SmtpServer
from kairan.mail.smtp_pipeline import News, SmtpPipeline
from kairan.mail.smtp_replies import Stage
from kairan.mail.testing.identity import make_identity
from kairan.mail.testing.scripted_smtp import OFFERED, Ending, Fault, ScriptedSmtp
from kairan.mail.transcript import Transcript

SLOW = tuple(word for word in OFFERED if word != "PIPELINING")
OUTCOMES = {News.ACCEPTED, News.DEFERRED, News.REFUSED, News.IN_DOUBT, News.RETURNED}


def body(number, size=0):
    head = f"Message-ID: <{number}@office.example>\r\nSubject: {number}\r\n\r\n".encode()
    return head + b".dots.\r\n" + b"x" * 70 * (size // 70)


class Engine:
    """Sends numbered letters over one connection and remembers what it was told."""

    def __init__(self, settings, *, letters, size=0, transcript=None):
        self.line = SmtpPipeline(settings, transcript=transcript)
        self.events = []
        self.started = set()
        self._todo = iter(range(1, letters + 1))
        self._size = size

    def run(self, seconds=10):
        self.line.open()
        until = time.monotonic() + seconds
        self._begin()
        while not self.line.closed and not self.line.idle:
            assert time.monotonic() < until, f"hangs after {self.events[-3:]}"
            poll = select.poll()
            out = select.POLLOUT if self.line.wants_write else 0
            poll.register(self.line.fileno(), select.POLLIN | out)
            for _, happened in poll.poll(200):
                self._turn(happened)
        self.line.quit()
        return self

    def _turn(self, happened):
        if happened & select.POLLOUT:
            self.line.flush()
        events = self.line.receive()
        self.events += events
        for event in events:
            if event.news is News.READY:
                self.started.add(event.letter)
                self._begin()
                self.line.send_body(body(event.letter, self._size))
        self._begin()

    def _begin(self):
        if self.line.room and (number := next(self._todo, None)):
            self.line.begin(number, "bounce@office.example", f"user{number}@example.org")

    @property
    def outcomes(self):
        return {e.letter: e.news for e in self.events if e.news in OUTCOMES}

    def told(self, letter):
        (event,) = [e for e in self.events if e.letter == letter and e.news in OUTCOMES]
        return event


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    return make_identity(tmp_path_factory.mktemp("identity"))


@pytest.fixture(params=["pipelining", "one by one"])
def offers(request):
    return OFFERED if request.param == "pipelining" else SLOW


def sent(server):
    return [int(name[1:].partition("@")[0]) for name in server.message_ids]


def test_letters_arrive_in_order(offers):
    with ScriptedSmtp(offers=offers) as server:
        engine = Engine(server.settings(), letters=50).run()
    assert sent(server) == list(range(1, 51))
    assert set(engine.outcomes.values()) == {News.ACCEPTED}
    assert engine.told(7).reply.words == "2.0.0 Ok: queued as 7"
    assert engine.told(7).stage is Stage.BODY
    assert server.accepted[6].data == body(7)
    assert server.accepted[6].recipients == ("user7@example.org",)
    assert "RSET" not in server.commands


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_letters_travel_under_tls(security, identity):
    implicit = security is Security.TLS
    with ScriptedSmtp(identity=identity, implicit_tls=implicit, users={"a": "b"}) as server:
        settings = server.settings(
            security=security,
            cafile=str(identity.certificate),
            authentication=SmtpAuthentication.AUTH,
            user="a",
            password="b",
        )
        Engine(settings, letters=20, size=300_000).run(30)
    assert sent(server) == list(range(1, 21))
    assert server.accepted[3].data == body(4, 300_000) + b"\r\n"
    assert server.logins == ["PLAIN a"]


def test_large_letters_survive_short_writes(offers):
    with ScriptedSmtp(offers=offers) as server:
        Engine(server.settings(), letters=4, size=5_000_000).run(30)
    assert [letter.data for letter in server.accepted] == [
        body(number, 5_000_000) + b"\r\n" for number in range(1, 5)
    ]


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA", "BODY"])
@pytest.mark.parametrize("reply", ["550 5.1.1 no\nnot ever", "451 4.3.0 later"])
@pytest.mark.parametrize("letter", [1, 2, 3])
def test_a_refusal_inside_a_group_concerns_that_letter_only(at, reply, letter, offers):
    fault = Fault(at, reply, letter=letter)
    with ScriptedSmtp(fault, offers=offers, split=True) as server:
        engine = Engine(server.settings(), letters=3).run()
    told = engine.told(letter)
    assert told.news is (News.REFUSED if reply.startswith("5") else News.DEFERRED)
    assert (told.stage, told.reply.words) == (Stage[at], reply[4:])
    others = [number for number in (1, 2, 3) if number != letter]
    assert sent(server) == others
    assert [engine.outcomes[number] for number in others] == [News.ACCEPTED] * 2
    assert (letter in engine.started) == (at == "BODY")


def test_354_after_every_recipient_was_refused_is_answered_with_a_lone_dot():
    faults = [Fault("RCPT", "550 5.1.1 no", letter=2), Fault("DATA", "354 go", letter=2)]
    with ScriptedSmtp(*faults) as server:
        engine = Engine(server.settings(), letters=4).run()
    assert engine.told(2).stage is Stage.RCPT
    assert 2 not in engine.started
    assert sent(server) == [1, 3, 4]


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA", "BODY"])
def test_421_defers_one_letter_and_returns_the_others(at, offers):
    fault = Fault(at, "421 4.3.2 closing", letter=3, ending=Ending.CLOSE)
    with ScriptedSmtp(fault, offers=offers) as server:
        engine = Engine(server.settings(), letters=9).run()
    assert sent(server) == [1, 2]
    told = engine.told(3)
    assert (told.news, told.stage, told.reply.code) == (News.DEFERRED, Stage[at], 421)
    assert engine.outcomes.get(4, News.RETURNED) is News.RETURNED
    last = engine.events[-1]
    assert (last.news, last.error.kind) == (News.CLOSED, Kind.UNAVAILABLE)
    assert last.error.words == "4.3.2 closing"


def test_accepted_but_the_reply_lost_is_in_doubt(offers):
    with ScriptedSmtp(Fault("LOST", letter=3), offers=offers) as server:
        engine = Engine(server.settings(), letters=9).run()
    assert sent(server) == [1, 2, 3]
    assert engine.outcomes[3] is News.IN_DOUBT
    assert [n for n, news in engine.outcomes.items() if news is News.IN_DOUBT] == [3]
    assert engine.outcomes.get(4, News.RETURNED) is News.RETURNED
    assert engine.events[-1].news is News.CLOSED


def test_a_reset_before_the_final_dot_left_returns_the_letter(offers):
    with ScriptedSmtp(Fault("INSIDE", letter=2), offers=offers) as server:
        engine = Engine(server.settings(), letters=4, size=30_000_000).run(30)
    assert sent(server) == [1]
    assert engine.outcomes[2] is News.RETURNED


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
def test_a_reset_before_the_body_returns_the_letter(at, offers):
    with ScriptedSmtp(Fault(at, letter=2, ending=Ending.RESET), offers=offers) as server:
        engine = Engine(server.settings(), letters=4).run()
    assert 2 not in sent(server)
    assert engine.outcomes[2] is News.RETURNED
    # A reset may overtake the reply to the letter before: then that one is in doubt.
    assert engine.outcomes[1] in {News.ACCEPTED, News.IN_DOUBT}


def test_a_time_out_of_the_caller_tells_what_is_in_doubt():
    with ScriptedSmtp() as server:
        line = SmtpPipeline(server.settings())
        line.open()
        line.begin("a", "x@y.example", "ben@example.org")
        line.begin("b", "x@y.example", "chidi@example.org")
        assert not line.room
        events = []
        while not events:
            events = line.receive()
        assert [(e.news, e.letter) for e in events] == [(News.READY, "a")]
        line.send_body(b"Subject: a\r\n\r\n")
        told = line.abandon(MailServerError(Kind.TIMEOUT))
    assert [(e.news, e.letter) for e in told] == [
        (News.IN_DOUBT, "a"),
        (News.RETURNED, "b"),
        (News.CLOSED, None),
    ]
    assert line.closed
    assert line.receive() == []
    line.send_body(b"nothing happens")


def test_a_letter_the_server_cannot_take_is_refused_before_it_is_begun():
    with ScriptedSmtp(offers=("PIPELINING", "SIZE 1000")) as server:
        line = SmtpPipeline(server.settings())
        line.open()
        for recipient, size, eight_bit, kind in (
            ("ben@example.org", 1001, False, Kind.TOO_LARGE),
            ("ben@example.org", 10, True, Kind.EIGHT_BIT_NOT_OFFERED),
            ("二郎@example.org", 10, False, Kind.SMTPUTF8_NOT_OFFERED),
            ("ben", 10, False, Kind.BAD_ADDRESS),
        ):
            with pytest.raises(MailServerError) as caught:
                line.begin(1, "a@b.example", recipient, size=size, eight_bit=eight_bit)
            assert caught.value.kind is kind
            assert line.idle
        line.quit()
    assert not [command for command in server.commands if command.startswith("MAIL")]


def test_a_body_without_its_turn_is_a_mistake_of_the_caller():
    with ScriptedSmtp() as server:
        line = SmtpPipeline(server.settings())
        line.open()
        with pytest.raises(RuntimeError, match="ready"):
            line.send_body(b"too early")
        line.quit()


def test_the_transcript_shows_the_pipelined_dialogue():
    transcript = Transcript()
    with ScriptedSmtp() as server:
        Engine(server.settings(), letters=2, transcript=transcript).run()
    lines = [f"{line.side}: {line.text}" for line in transcript.lines]
    assert "C: RCPT TO:<user2@example.org>" in lines
    assert lines.count(f"C: … {len(body(1))} bytes …") == 2
    assert "S: 250 2.0.0 Ok: queued as 2" in lines
    assert not [line for line in lines if "Subject" in line]


def test_aiosmtpd_takes_the_letters():
    class Kept(Message):
        names = []

        def handle_message(self, message):
            self.names.append(message["Message-ID"])

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    controller = Controller(Kept(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings = SmtpServer(host="127.0.0.1", port=port, security=Security.NONE)
        Engine(settings, letters=5).run()
    finally:
        controller.stop()
    assert Kept.names == [f"<{number}@office.example>" for number in range(1, 6)]
