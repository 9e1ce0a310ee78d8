"""The dialogue under the POP3 client: commands, status lines, capabilities, the way in."""

from typing import NamedTuple, Protocol

from kairan.mail.connection import Connection, other_protocol
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3_bodies import Unstuffing, unstuff
from kairan.mail.pop3_login import check_credentials, login_steps, stamp_of
from kairan.mail.pop3_refusals import refusal
from kairan.mail.servers import PopAuthentication, PopServer, Security
from kairan.mail.transcript import Transcript

# A server whose last line has a bare LF never sends the CRLF.CRLF we wait for: when it falls
# silent right after something that looks like the end, it was the end.
_GRACE = 1.0
_LIKE_AN_END = (b"\n.\r\n", b"\n.\n")


class Sink(Protocol):
    """Where a message too large for memory is written: an open binary file."""

    def write(self, data: bytes, /) -> object: ...


class PopLimits(NamedTuple):
    """The most bytes taken: one answer line, one message in memory, one message at all."""

    line: int = 8 * 1024
    message: int = 64 * 1024 * 1024
    sink: int = 1024 * 1024 * 1024


class PopSession:
    """One dialogue with a POP3 server, from the greeting on."""

    def __init__(self, server: PopServer, transcript: Transcript | None, limits: PopLimits) -> None:
        check_credentials(server.user, server.password)
        self.limits = limits
        self.capabilities: dict[str, tuple[str, ...]] = {}
        self.newline = b"\r\n"
        self._server = server
        self._transcript = transcript
        self.connection = Connection(server, transcript)

    @property
    def pipelining(self) -> bool:
        """Whether several commands may be sent at once (RFC 2449 §6.8)."""
        return "PIPELINING" in self.capabilities

    def enter(self) -> None:
        """Read the greeting, protect the link as configured, and log in."""
        self.connection.begin()
        stamp = self._greet()
        self._learn_capabilities()
        if self._server.security is Security.STARTTLS:
            self._start_tls()
        self._prefer_utf8()
        steps = login_steps(
            self._server, stamp, self.capabilities, protected=self.connection.protected
        )
        for command, line, shown in steps:
            self.command(command, line, shown)

    def _greet(self) -> bytes:
        connection = self.connection
        greeting = connection.read_greeting(self.limits.line)
        self._heard(greeting)
        self._note_newline()
        if greeting[:3].upper() != b"+OK":
            if greeting[:4].upper() == b"-ERR":
                raise refusal("greeting", greeting)
            words = greeting.decode("utf-8", "backslashreplace")
            other = other_protocol(greeting)
            raise other or MailServerError(Kind.PROTOCOL, command="greeting", words=words)
        if self._server.authentication is PopAuthentication.APOP:
            return stamp_of(greeting)
        return b""

    def _note_newline(self) -> None:
        if not self.connection.ended_with_cr:
            self.newline = b"\n"

    def _learn_capabilities(self) -> None:
        self.capabilities = {}
        try:
            lines = self.listing("CAPA").split(b"\n")
        except MailServerError as error:
            if error.kind is not Kind.NOT_OFFERED:
                raise
            return
        for line in lines:
            name, *arguments = line.decode("ascii", "replace").upper().split() or [""]
            if name:
                self.capabilities[name] = tuple(arguments)

    def _start_tls(self) -> None:
        # Without CAPA the only way to know is to ask (RFC 2595 §4).
        if self.capabilities and "STLS" not in self.capabilities:
            raise MailServerError(Kind.STARTTLS_NOT_OFFERED)
        self.command("STLS")
        self.connection.start_tls()
        if self.capabilities:
            self._learn_capabilities()  # RFC 2595 §4: what was said in plain text is forgotten

    def _prefer_utf8(self) -> None:
        """Ask for messages as they are, not downgraded (RFC 6856); a no is no harm."""
        if "UTF8" not in self.capabilities:
            return
        try:
            self.command("UTF8")
        except MailServerError as error:
            if error.kind in {Kind.CLOSED, Kind.TIMEOUT, Kind.PROTOCOL}:
                raise

    def command(self, command: str, line: bytes = b"", shown: str = "") -> bytes:
        """Send a command and return the text of its ``+OK``; raise what ``-ERR`` means."""
        self.say(command, (line or command.encode()) + b"\r\n", shown or command)
        return self.status(command)

    def say(self, command: str, data: bytes, shown: str) -> None:
        """Send one or more command lines; ``shown`` is what the transcript keeps."""
        if self._transcript is not None:
            self._transcript.say("C", shown)
        self.connection.send(data, command)

    def status(self, command: str) -> bytes:
        """Read a status line: the text after ``+OK`` (or ``+``), or the error ``-ERR`` means."""
        line = self.connection.read_line(self.limits.line)
        self._heard(line)
        start = line.lstrip()[:4].upper()
        if start.startswith(b"+"):
            return line.partition(b" ")[2].strip()
        if start == b"-ERR":
            raise refusal(command, line)
        self.connection.close()
        words = line.decode("utf-8", "backslashreplace")
        raise MailServerError(Kind.PROTOCOL, command=command, words=words)

    def _heard(self, line: bytes) -> None:
        if self._transcript is not None:
            self._transcript.say("S", line)

    def listing(self, command: str, line: bytes = b"") -> bytes:
        """Send a command with a multi-line answer and return that answer."""
        self.say(command, (line or command.encode()) + b"\r\n", (line or command.encode()).decode())
        self.status(command)
        body = self.body(command, self.limits.message)
        if self._transcript is not None:
            self._show(command, body)
        return body

    def _show(self, command: str, body: bytes) -> None:
        if self._transcript is None:
            return
        if command == "CAPA":
            for line in body.split(b"\r\n")[:-1]:
                self._transcript.say("S", line)
        else:
            self._transcript.elide("S", len(body))
        self._transcript.say("S", ".")

    def body(self, command: str, limit: int) -> bytes:
        """Read a multi-line answer whole.

        One over ``limit`` is read to its end and dropped, and TOO_LARGE is raised.
        """
        buffer = self.connection.buffer
        end = b"." + self.newline
        lead = self.newline + end
        if self._starts_with(end):
            del buffer[: len(end)]
            return b""
        searched = 0
        while (at := buffer.find(lead, searched)) < 0:
            searched = max(len(buffer) - len(lead), 0)
            if len(buffer) > limit:
                raise self._drop(command)
            if self._receive_more():
                return self._like_an_end(buffer)
        size = at + len(self.newline)
        if size > limit:
            del buffer[: size + len(end)]
            raise MailServerError(Kind.TOO_LARGE, command=command, detail=f"{size:,} bytes")
        body = bytes(memoryview(buffer)[:size])
        del buffer[: size + len(end)]
        return unstuff(body, self.newline)

    def _starts_with(self, end: bytes) -> bool:
        buffer = self.connection.buffer
        while len(buffer) < len(end) and end.startswith(buffer):
            self.connection.receive()
        return buffer.startswith(end)

    def _receive_more(self) -> bool:
        """Receive; return true when the server fell silent after what looks like an end."""
        if not self.connection.buffer.endswith(_LIKE_AN_END):
            self.connection.receive()
            return False
        try:
            self.connection.receive(_GRACE)
        except MailServerError as error:
            if error.kind in {Kind.TIMEOUT, Kind.CLOSED}:
                return True
            raise
        return False

    def _like_an_end(self, buffer: bytearray) -> bytes:
        body = bytes(buffer[: buffer.rindex(b"\n.") + 1])
        buffer.clear()
        return unstuff(body, b"\n")

    def _drop(self, command: str) -> MailServerError:
        dropped = self.pour(command, None)
        return MailServerError(Kind.TOO_LARGE, command=command, detail=f"{dropped:,} bytes")

    def pour(self, command: str, sink: Sink | None) -> int:
        """Read a multi-line answer in pieces into ``sink`` (``None``: away); return its length."""
        connection = self.connection
        stream = Unstuffing(self.newline)
        length = 0
        while True:
            piece = stream.feed(bytes(connection.buffer))
            connection.buffer.clear()
            length += len(piece)
            if sink is not None:
                sink.write(piece)
            if stream.done:
                connection.buffer += stream.rest
                return length
            if length > self.limits.sink:
                connection.close()
                raise MailServerError(Kind.TOO_LARGE, command=command)
            connection.receive()
