"""The non-blocking SMTP connection of the delivery engine: one recipient per letter, pipelined."""

import socket
import ssl
import time
from collections.abc import Hashable
from contextlib import suppress

from kairan.mail.connection import failure
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import SmtpServer
from kairan.mail.smtp_addresses import Extensions
from kairan.mail.smtp_dialogue import Dialogue
from kairan.mail.smtp_replies import Reply, ReplyParser
from kairan.mail.smtp_session import Event, News, Session
from kairan.mail.transcript import Transcript

__all__ = ["Event", "News", "SmtpPipeline"]

_CHUNK = 64 * 1024
_RECORD = 16 * 1024  # the most plain text OpenSSL may have taken when it says "later"


class SmtpPipeline:
    """One pipelined connection, driven by a poll loop.

    ``open()`` blocks; afterwards nothing does. At most two letters are under way: the one whose
    body was sent and the one begun after it; a third may be begun to wait behind. ``begin`` may
    be called whenever ``room`` is true; what it queues leaves at once when possible, else in the
    same send as the body before it. Usual order when READY comes: record it, ``begin`` the next
    letter, ``send_body``. Wait for readability always, for writability while ``wants_write``.
    """

    def __init__(self, server: SmtpServer, *, transcript: Transcript | None = None) -> None:
        self._server = server
        self._transcript = transcript
        self._parser = ReplyParser()
        self._session = Session(Extensions())
        self._socket: socket.socket | None = None
        self._broken: MailServerError | None = None  # noticed by a send, told by receive
        self._number = -1
        self.quiet_since = 0.0
        """When bytes last moved in either direction, as ``time.monotonic()`` counts."""

    @property
    def extensions(self) -> Extensions:
        """What the server offers: a size limit, 8BITMIME, SMTPUTF8, PIPELINING."""
        return self._session.offers

    def open(self) -> None:
        """Connect, greet, TLS and login, blocking; then become non-blocking."""
        dialogue = Dialogue(self._server, self._transcript)
        try:
            dialogue.enter()
        except BaseException:
            dialogue.connection.close()
            raise
        self._session = Session(dialogue.extensions)
        self._socket = dialogue.connection.socket
        self._socket.settimeout(0)
        self._number = self._socket.fileno()
        self.quiet_since = time.monotonic()

    def fileno(self) -> int:
        """The socket's number, for poll; the same after a loss, until ``receive`` told it."""
        return self._number

    @property
    def wants_write(self) -> bool:
        """Whether the poll loop should wait for writability as well, and then call ``flush``."""
        return bool(self._session.out) and self._broken is None

    @property
    def room(self) -> bool:
        """Whether ``begin`` may be called."""
        return self._socket is not None and self._broken is None and self._session.room

    @property
    def is_free(self) -> bool:
        """Whether every letter that was begun has left: another may leave at once."""
        return self._session.is_free

    @property
    def idle(self) -> bool:
        """Whether no letter is under way and none is begun."""
        return self._session.idle

    @property
    def closed(self) -> bool:
        """Whether the connection is over and its CLOSED event was given."""
        return self._socket is None

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
        session = self._session
        before = len(session.out)
        session.begin(letter, sender, recipient, size=size, eight_bit=eight_bit)
        if session.out:
            self._show(before)
            self.flush()

    def send_body(self, data: bytes) -> None:
        """Send the body of the letter that is READY, its final dot, and what was begun after it.

        From this call on the letter may be accepted: record its start before. Line ends are
        normalised, dots doubled. Never blocks; what does not fit leaves with ``flush``. Does
        nothing once the connection is over: the letter comes back as RETURNED.
        """
        if self._broken is not None or self._socket is None:
            return
        before = len(self._session.out)
        self._session.send_body(data)
        if self._transcript is not None:
            self._transcript.elide("C", len(data))
            self._transcript.say("C", ".")
            before = self._session.out.rindex(b".\r\n", before) + len(b".\r\n")
            self._show(before)
        self.flush()

    def _show(self, start: int) -> None:
        """Tell the transcript the commands queued since ``out`` was ``start`` long."""
        if self._transcript is not None and len(self._session.out) > start:
            self._transcript.say("C", bytes(self._session.out[start:]))

    def flush(self) -> None:
        """Write what waits; call it when the socket is writable."""
        out = self._session.out
        if self._socket is None or self._broken is not None:
            return
        try:
            while out:
                self._session.sent(self._socket.send(out))
                self.quiet_since = time.monotonic()
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        except ssl.SSLWantWriteError:
            self._session.perhaps_sent(_RECORD)
        except OSError as error:
            if isinstance(self._socket, ssl.SSLSocket):
                self._session.perhaps_sent(_RECORD)
            self._broken = failure(error, "send")

    def receive(self) -> list[Event]:
        """Read what has arrived and return what it means; call it when the socket is readable.

        Never raises for trouble with the connection: that is a CLOSED event, preceded by
        IN_DOUBT or RETURNED for each letter under way. Also reports losses noticed by a send.
        """
        if self._socket is None:
            return []
        events: list[Event] = []
        before = len(self._session.out)
        error = self._read(self._socket, events) or self._session.error or self._broken
        if error is not None:
            return self._lose(error, events)
        if self._session.out:
            self._show(before)
            self.flush()
        return events

    def _read(self, source: socket.socket, events: list[Event]) -> MailServerError | None:
        """Read until nothing is left; return why the connection is over, if it is."""
        try:
            while data := source.recv(_CHUNK):
                self.quiet_since = time.monotonic()
                events += self._hear(data)
                if len(data) < _CHUNK and not isinstance(source, ssl.SSLSocket):
                    return None
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return None
        except MailServerError as error:
            return error
        except OSError as error:
            return self._broken or failure(error)
        return MailServerError(Kind.CLOSED)

    def _hear(self, data: bytes) -> list[Event]:
        replies = self._parser.feed(data)
        if self._transcript is not None:
            self._transcript_replies(replies)
        return self._session.hear(replies)

    def _transcript_replies(self, replies: list[Reply]) -> None:
        if self._transcript is not None:
            for reply in replies:
                for line in reply.lines:
                    self._transcript.say("S", f"{reply.code} {line}")

    def _lose(self, error: MailServerError, events: list[Event]) -> list[Event]:
        last = self._session.lose(self._session.error or error)
        gone = {event.letter for event in last if event.news is News.RETURNED}
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        # A letter that became ready and was lost in one breath was never ready.
        kept = [e for e in events if e.news is not News.READY or e.letter not in gone]
        return kept + last

    def abandon(self, error: MailServerError) -> list[Event]:
        """Close for a reason of the caller's (a timeout) and return the events of that loss."""
        return [] if self._socket is None else self._lose(error, [])

    def quit(self) -> None:
        """Say QUIT if idle, close, and forget; never raises or waits."""
        if self._socket is None:
            return
        if self._session.idle and self._broken is None:
            with suppress(OSError):
                self._socket.send(b"QUIT\r\n")
        self._socket.close()
        self._socket = None
