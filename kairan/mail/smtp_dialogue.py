"""The blocking dialogue with an SMTP server: greeting, EHLO, STARTTLS, login, single commands."""

import socket

from kairan.mail import smtp_login
from kairan.mail.connection import Connection, other_protocol
from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import Security, SmtpAuthentication, SmtpServer
from kairan.mail.smtp_addresses import Extensions, parse_extensions
from kairan.mail.smtp_replies import Reply, ReplyParser
from kairan.mail.transcript import Transcript

_GREETING_LIMIT = 4096


def helo_name(server: SmtpServer) -> str:
    """Return what EHLO says: the configured name, this machine's, or its address literal."""
    name = server.helo_name or socket.getfqdn()
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return "[127.0.0.1]"
    if "." not in name or not all(part.isalnum() or part in "-._[]:" for part in name):
        return "[127.0.0.1]"  # RFC 5321 §4.1.1.1: a name that is none is worse than a literal
    return name


class Dialogue:
    """A connection that speaks SMTP one command at a time."""

    def __init__(self, server: SmtpServer, transcript: Transcript | None) -> None:
        if server.authentication is SmtpAuthentication.AUTH:
            smtp_login.check_credentials(server.user, server.password)
        self.extensions = Extensions()
        self._server = server
        self._transcript = transcript
        self._parser = ReplyParser()
        self._replies: list[Reply] = []
        self.connection = Connection(server, transcript)

    def enter(self) -> None:
        """Read the greeting, say EHLO, protect the link as configured, and log in."""
        self.connection.begin()
        self._greet()
        self._hello()
        if self._server.security is Security.STARTTLS:
            self._start_tls()
        if self._server.authentication is SmtpAuthentication.AUTH:
            mechanism = smtp_login.choose(
                self._server, self.extensions.mechanisms, protected=self.connection.protected
            )
            smtp_login.log_in(self._server, mechanism, self._ask_to_log_in)

    def _greet(self) -> None:
        line = self.connection.read_greeting(_GREETING_LIMIT)
        if not line[:3].isdigit():
            words = line.decode("utf-8", "backslashreplace")
            self._heard(words)
            other = other_protocol(line)
            raise other or MailServerError(Kind.PROTOCOL, command="greeting", words=words)
        self._replies += self._parser.feed(line + b"\r\n")
        reply = self.reply("greeting")
        if reply.code != 220:
            raise trouble("greeting", reply)

    def _hello(self) -> None:
        name = helo_name(self._server).encode("ascii")
        reply = self.ask(b"EHLO " + name)
        if reply.code == 250:
            self.extensions = parse_extensions(reply.lines)
            return
        if reply.code == 421:
            raise trouble("EHLO", reply)
        self.extensions = Extensions()
        reply = self.ask(b"HELO " + name)
        if reply.code != 250:
            raise trouble("HELO", reply)

    def _start_tls(self) -> None:
        if not self.extensions.starttls:
            raise MailServerError(Kind.STARTTLS_NOT_OFFERED, command="EHLO")
        reply = self.ask(b"STARTTLS")
        if reply.code != 220:
            raise MailServerError(
                Kind.STARTTLS_NOT_OFFERED,
                temporary=reply.code < 500,
                command="STARTTLS",
                code=reply.code,
                words=reply.words,
            )
        self._throw_away()
        self.connection.start_tls()
        self._hello()  # RFC 3207 §4.2: what was said in plain text is forgotten

    def _throw_away(self) -> None:
        """Forget what came after a reply unasked (CVE-2011-0411)."""
        self._parser.forget()
        self._replies.clear()
        self.connection.buffer.clear()

    def _ask_to_log_in(self, line: bytes, shown: str) -> Reply:
        return self.ask(line, shown)

    def ask(self, line: bytes, shown: str = "") -> Reply:
        """Send a command (without line end) and return its reply."""
        command = (shown.split() or line.decode("utf-8").split())[0]
        if not command.isascii() or not command.isalpha():
            command = "AUTH"  # a response line: masked, or the lone * that cancels
        self._said(shown or line.decode("utf-8", "backslashreplace"))
        self.connection.send(line + b"\r\n", command)
        return self.reply(command)

    def send_data(self, data: bytes) -> Reply:
        """Send a body that is ready for the wire and return the reply to its final dot."""
        if self._transcript is not None:
            self._transcript.elide("C", len(data))
            self._transcript.say("C", ".")
        self.connection.send(data, "body")
        return self.reply("body")

    def reply(self, command: str) -> Reply:
        """Wait for one reply."""
        connection = self.connection
        while not self._replies:
            if not connection.buffer:
                connection.receive()
            data = bytes(connection.buffer)
            connection.buffer.clear()
            try:
                self._replies = self._parser.feed(data)
            except MailServerError as error:
                connection.close()
                raise MailServerError(
                    error.kind, command=command, words=error.words, detail=error.detail
                ) from error
        reply = self._replies.pop(0)
        self._heard_reply(reply)
        return reply

    def _said(self, line: str) -> None:
        if self._transcript is not None:
            self._transcript.say("C", line)

    def _heard(self, line: str) -> None:
        if self._transcript is not None:
            self._transcript.say("S", line)

    def _heard_reply(self, reply: Reply) -> None:
        if self._transcript is None:
            return
        *earlier, last = reply.lines
        for line in earlier:
            self._heard(f"{reply.code}-{line}")
        self._heard(f"{reply.code} {last}")


def trouble(command: str, reply: Reply) -> MailServerError:
    """Return the error for a refusal that is about no letter: greeting, EHLO, 421."""
    return MailServerError(
        Kind.UNAVAILABLE,
        temporary=reply.code < 500,
        command=command,
        code=reply.code,
        words=reply.words,
    )
