"""The course of letters over one SMTP connection, as a machine without a socket.

Commands go out as bytes in ``out``, replies come in, events come back. One recipient per letter;
MAIL, RCPT and DATA leave together where PIPELINING is offered (RFC 2920), else one by one.
"""

from collections import deque
from collections.abc import Hashable
from enum import Enum
from typing import NamedTuple

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.smtp_addresses import Extensions, mail_line, wire_address
from kairan.mail.smtp_data import wire_data
from kairan.mail.smtp_replies import Reply, Stage

_END = len(b".\r\n")


class News(Enum):
    """What an event tells. Each letter given to ``begin`` ends with exactly one of the starred."""

    READY = "ready"  # 354 received: record the start, then call send_body
    ACCEPTED = "accepted"  # *
    DEFERRED = "deferred"  # * 4xx, also 421
    REFUSED = "refused"  # * 5xx; judge(stage, reply) says about whom
    IN_DOUBT = "in-doubt"  # * connection lost after the final dot may have left
    RETURNED = "returned"  # * connection lost, the letter has certainly not been taken
    CLOSED = "closed"  # the connection is over; always the last event, with ``error``


class Event(NamedTuple):
    """One piece of news, about ``letter`` (as named in ``begin``) or about the connection."""

    news: News
    letter: Hashable = None
    stage: Stage | None = None
    reply: Reply | None = None
    error: MailServerError | None = None


class _Letter:
    """A letter under way: its commands, and how far it came."""

    __slots__ = ("commands", "name", "settled")

    def __init__(self, name: Hashable, commands: tuple[bytes, bytes, bytes]) -> None:
        self.name = name
        self.commands = commands
        self.settled = False  # its outcome was told; only the cleaning up is left


class _Step(Enum):
    """Replies that belong to no letter."""

    RSET = "RSET"
    LONE_DOT = "."


# Bound once: looking a member up in its Enum costs half a microsecond (Python 3.11), and these
# are wanted several times for each letter.
_MAIL, _RCPT, _DATA, _BODY = Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY
_READY, _ACCEPTED = News.READY, News.ACCEPTED
_Awaited = tuple[_Letter | None, Stage | _Step]


class Session:
    """Speaks for one connection. ``out`` is what must be sent next; ``sent`` tells it has been."""

    def __init__(self, offers: Extensions) -> None:
        self.offers = offers
        self.out = bytearray()
        self.error: MailServerError | None = None  # why the connection is over
        self._awaited: deque[_Awaited] = deque()
        self._steps: deque[tuple[bytes, _Awaited]] = deque()  # without PIPELINING: not yet said
        self._front: _Letter | None = None  # begun; its body has not been sent
        self._behind: _Letter | None = None  # waits until the front has left
        self._body: _Letter | None = None  # its body was sent; the last reply is due
        self._ready = False
        self._open_transaction = False
        self._queued = 0  # bytes ever put into out
        self._sent = 0  # bytes ever taken by the socket
        self._perhaps_sent = 0
        self._dot_at = 0  # where in that count the end of the last body begins

    @property
    def room(self) -> bool:
        """Whether another letter may be begun."""
        return self._behind is None and self.error is None

    @property
    def is_free(self) -> bool:
        """Whether no letter is begun whose body is still to be sent."""
        return self._front is None and self._behind is None

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._front is None and self._body is None and not self._awaited

    def begin(
        self, name: Hashable, sender: str, recipient: str, *, size: int, eight_bit: bool
    ) -> None:
        """Queue a letter's commands; see ``SmtpPipeline.begin``."""
        if not self.room:
            raise RuntimeError("no room: a letter is already waiting behind another")
        offers = self.offers
        offers.check(size, eight_bit=eight_bit)
        path, international = wire_address(recipient)
        mail = mail_line(
            sender, offers=offers, size=size, eight_bit=eight_bit, international=international
        )
        letter = _Letter(name, (mail, b"RCPT TO:<" + path + b">\r\n", b"DATA\r\n"))
        if self._front is None and (offers.pipelining or not self._awaited):
            self._start(letter)
        else:
            self._behind = letter

    def send_body(self, data: bytes) -> None:
        """Queue the body of the letter that is ready, and what was begun behind it."""
        if self.error is not None:
            return
        if not self._ready or self._front is None:
            raise RuntimeError("no letter is ready for its body")
        body = wire_data(data)
        self._put(body)
        self._dot_at = self._queued - _END
        self._body = self._front
        self._awaited.append((self._front, _BODY))
        self._front = None
        self._ready = self._open_transaction = False
        if self.offers.pipelining:
            self._advance()

    def sent(self, count: int) -> None:
        """Note that the socket took so many bytes of ``out``."""
        self._sent += count
        del self.out[:count]

    def perhaps_sent(self, count: int) -> None:
        """Note that so many bytes more may have left although the socket did not say so."""
        self._perhaps_sent = self._sent + count

    def _put(self, data: bytes) -> None:
        self.out += data
        self._queued += len(data)

    def _advance(self) -> None:
        """Start the letter behind, when the front is free."""
        if self._front is None and self._behind is not None:
            letter, self._behind = self._behind, None
            self._start(letter)

    def _start(self, letter: _Letter) -> None:
        self._front = letter
        if self.offers.pipelining and not self._open_transaction:
            self._put(b"".join(letter.commands))
            self._awaited.extend(((letter, _MAIL), (letter, _RCPT), (letter, _DATA)))
            return
        if self._open_transaction:
            self._steps.append((b"RSET\r\n", (None, _Step.RSET)))
            self._open_transaction = False
        for command, stage in zip(letter.commands, (_MAIL, _RCPT, _DATA), strict=True):
            self._steps.append((command, (letter, stage)))
        self._say_next()

    def _say_next(self) -> None:
        """Say the next step; all of them at once with PIPELINING."""
        while self._steps and (self.offers.pipelining or not self._awaited):
            command, awaited = self._steps.popleft()
            self._put(command)
            self._awaited.append(awaited)

    def hear(self, replies: list[Reply]) -> list[Event]:
        """Return what ``replies`` mean, in their order."""
        events: list[Event] = []
        awaited = self._awaited
        for reply in replies:
            if not awaited:
                self._end(_unasked(reply))  # Once it has ended, the first reason stays.
                break
            letter, stage = awaited.popleft()
            if letter is None or isinstance(stage, _Step):
                self._heard_step(reply)
            elif stage is _BODY:
                self._heard_end(letter, reply, events)
            elif reply.code < 300 and stage is not _DATA and not letter.settled:
                self._open_transaction = True
            else:
                self._heard_command(letter, stage, reply, events)
        if not awaited:
            self._catch_up()
        return events

    def _catch_up(self) -> None:
        """Nothing is awaited: go on with what had to wait."""
        if self.error is None:
            self._say_next()
            if not self._awaited:
                self._advance()

    def _heard_step(self, reply: Reply) -> None:
        # Whatever a lone dot is answered, no transaction is open after it (RFC 2920 §3.1).
        if reply.code == 421:
            self._end(_goodbye(reply))

    def _heard_end(self, letter: _Letter, reply: Reply, events: list[Event]) -> None:
        self._body = None
        if reply.code < 300:
            events.append(Event(_ACCEPTED, letter.name, _BODY, reply))
        elif reply.code >= 400:
            self._fail(letter, _BODY, reply, events)
        else:
            self._body = letter  # an answer that is none leaves it in doubt
            self._end(_senseless(_BODY, reply))

    def _heard_command(
        self, letter: _Letter, stage: Stage, reply: Reply, events: list[Event]
    ) -> None:
        code = reply.code
        if code == 421 and letter.settled:
            self._end(_goodbye(reply))
            return
        if not letter.settled:
            if stage is _DATA and code == 354:
                self._ready = True
                events.append(Event(_READY, letter.name, _DATA, reply))
            elif code < 400:
                self._end(_senseless(stage, reply))
            else:
                self._fail(letter, stage, reply, events)
        if letter.settled and stage is _DATA:
            self._clean_up(letter, reply)

    def _fail(self, letter: _Letter, stage: Stage, reply: Reply, events: list[Event]) -> None:
        letter.settled = True
        news = News.DEFERRED if reply.code < 500 else News.REFUSED
        events.append(Event(news, letter.name, stage, reply))
        if reply.code == 421:
            if self._front is letter:
                self._front = None
            self._end(_goodbye(reply))
        elif not self.offers.pipelining and stage in {_MAIL, _RCPT}:
            self._steps.clear()  # the rest of this letter is never said
            self._front = None

    def _clean_up(self, letter: _Letter, reply: Reply) -> None:
        """The last reply of a failed group has come."""
        if self._front is letter:
            self._front = None
        if reply.code == 354 and self.error is None:
            # RFC 2920 §3.1: the server expects a body for nobody; give it an empty one.
            self._put(b".\r\n")
            self._awaited.append((None, _Step.LONE_DOT))
            self._open_transaction = False

    def _end(self, error: MailServerError) -> None:
        if self.error is None:
            self.error = error
        self._awaited.clear()
        self._steps.clear()
        self.out.clear()

    def lose(self, error: MailServerError) -> list[Event]:
        """Return what becomes of the letters under way now that the connection is over.

        A letter is in doubt once any byte of the end of its body was handed to the socket.
        """
        self._end(error)
        events: list[Event] = []
        if self._body is not None:
            doubtful = max(self._sent, self._perhaps_sent) > self._dot_at
            news = News.IN_DOUBT if doubtful else News.RETURNED
            events.append(Event(news, self._body.name, _BODY))
        events += [
            Event(News.RETURNED, letter.name)
            for letter in (self._front, self._behind)
            if letter is not None and not letter.settled
        ]
        self._front = self._behind = self._body = None
        self._ready = False
        events.append(Event(News.CLOSED, error=self.error))
        return events


def _goodbye(reply: Reply) -> MailServerError:
    return MailServerError(Kind.UNAVAILABLE, code=reply.code, words=reply.words)


def _unasked(reply: Reply) -> MailServerError:
    if reply.code == 421:  # a time-out or a shutdown may be told at any moment (RFC 5321 §3.8)
        return _goodbye(reply)
    return MailServerError(Kind.PROTOCOL, code=reply.code, words=reply.words)


def _senseless(stage: Stage, reply: Reply) -> MailServerError:
    return MailServerError(Kind.PROTOCOL, command=stage.name, code=reply.code, words=reply.words)
