"""The non-blocking SMTP connection of the delivery engine: one recipient per letter, pipelined."""

from collections.abc import Hashable
from enum import Enum
from typing import NamedTuple

from kairan.mail.errors import MailServerError
from kairan.mail.servers import SmtpServer
from kairan.mail.smtp import Extensions
from kairan.mail.smtp_replies import Reply, Stage
from kairan.mail.transcript import Transcript


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


class SmtpPipeline:
    """One pipelined connection, driven by a poll loop.

    ``open()`` blocks; afterwards nothing does. At most two letters are under way: the one whose
    body was sent and the one begun after it. ``begin`` may be called whenever ``room`` is true;
    what it queues leaves at once when possible, else in the same send as the body before it.
    Usual order when READY comes: record it, ``begin`` the next letter, ``send_body``.
    """

    def __init__(self, server: SmtpServer, *, transcript: Transcript | None = None) -> None:
        raise NotImplementedError

    @property
    def extensions(self) -> Extensions:
        """What the server offers: a size limit, 8BITMIME, SMTPUTF8, PIPELINING."""
        raise NotImplementedError

    def open(self) -> None:
        """Connect, greet, TLS and login, blocking; then become non-blocking."""
        raise NotImplementedError

    def fileno(self) -> int:
        """The socket's number, for poll."""
        raise NotImplementedError

    @property
    def wants_write(self) -> bool:
        """Whether the poll loop should wait for writability as well, and then call ``flush``."""
        raise NotImplementedError

    @property
    def room(self) -> bool:
        """Whether ``begin`` may be called."""
        raise NotImplementedError

    @property
    def idle(self) -> bool:
        """Whether no letter is under way and none is begun."""
        raise NotImplementedError

    @property
    def closed(self) -> bool:
        """Whether the connection is over and its CLOSED event was given."""
        raise NotImplementedError

    def begin(
        self,
        letter: Hashable,
        sender: str,
        recipient: str,
        *,
        size: int = 0,
        eight_bit: bool = False,
    ) -> None:
        """Queue MAIL, RCPT and DATA of the next letter; ``letter`` is how events will name it.

        ``size`` is the length of the body in bytes (0: do not tell), ``eight_bit`` whether it has
        bytes over 127. Raises ``MailServerError`` (BAD_ADDRESS, TOO_LARGE, EIGHT_BIT_NOT_OFFERED,
        SMTPUTF8_NOT_OFFERED) before anything is queued; the connection stays usable.
        """
        raise NotImplementedError

    def send_body(self, data: bytes) -> None:
        """Send the body of the letter that is READY, its final dot, and what was begun after it.

        From this call on the letter may be accepted: record its start before. Line ends are
        normalised, dots stuffed. Never blocks; what does not fit leaves with ``flush``.
        """
        raise NotImplementedError

    def receive(self) -> list[Event]:
        """Read what has arrived and return what it means; call it when the socket is readable.

        Never raises for trouble with the connection: that is a CLOSED event, preceded by
        IN_DOUBT or RETURNED for each letter under way. Also reports losses noticed by a send.
        """
        raise NotImplementedError

    def flush(self) -> None:
        """Write what waits; call it when the socket is writable."""
        raise NotImplementedError

    def abandon(self, error: MailServerError) -> list[Event]:
        """Close for a reason of the caller's (a timeout) and return the events of that loss."""
        raise NotImplementedError

    def quit(self) -> None:
        """Say QUIT if idle, close, and forget; never raises or waits."""
        raise NotImplementedError
