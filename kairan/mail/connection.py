"""A socket to a mail server: names, timeouts, TLS, and every failure as a typed error."""

import socket
import ssl
import time

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import PopServer, Security, SmtpServer
from kairan.mail.transcript import Transcript

_CHUNK = 256 * 1024
_SLOWEST = 1024  # bytes per second a long answer must at least bring, or it is a drip
_POKE_PATIENCE = 2.0

# What OpenSSL calls an answer that is no TLS at all.
_NOT_TLS = ("WRONG_VERSION_NUMBER", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST", "RECORD_LAYER_FAIL")


def tls_context(*, verify: bool, cafile: str | None) -> ssl.SSLContext:
    """Return a client context; ``cafile`` is trusted besides the system's authorities."""
    context = ssl.create_default_context()
    if cafile is not None:
        try:
            context.load_verify_locations(cafile)
        except OSError as error:
            raise MailServerError(Kind.CERTIFICATE, detail=f"{cafile}: {error}") from error
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def failure(error: OSError, command: str = "") -> MailServerError:
    """Return what an operating system's or TLS error means."""
    if isinstance(error, ssl.SSLError):
        return _tls_failure(error, command)
    if isinstance(error, socket.gaierror):
        lasting = error.errno != socket.EAI_AGAIN
        return MailServerError(Kind.DNS, temporary=not lasting, detail=str(error.strerror))
    if isinstance(error, TimeoutError):
        return MailServerError(Kind.TIMEOUT, command=command)
    return MailServerError(Kind.CLOSED, command=command, detail=error.strerror or str(error))


def _tls_failure(error: ssl.SSLError, command: str) -> MailServerError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailServerError(Kind.CERTIFICATE, command=command, detail=error.verify_message)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return MailServerError(Kind.CLOSED, command=command, detail="TLS ended")
    reason = error.reason or str(error)
    if any(sign in reason for sign in _NOT_TLS):
        return MailServerError(Kind.TLS_ON_PLAIN_PORT, command=command, detail=reason)
    return MailServerError(Kind.TLS, command=command, detail=reason)


def other_protocol(greeting: bytes) -> MailServerError | None:
    """Return the error for a first line that no server of the wanted kind would say.

    The caller has already tried its own protocol; this names what it met instead.
    """
    if greeting[:2] == b"\x15\x03":  # a TLS alert record (RFC 8446 §5.1)
        return MailServerError(Kind.PLAIN_ON_TLS_PORT)
    words = greeting[:200].decode("utf-8", "backslashreplace")
    for start, name in (
        ("+OK", "POP3"),
        ("-ERR", "POP3"),
        ("220", "SMTP or FTP"),
        ("421", "SMTP or FTP"),
        ("554", "SMTP"),
        ("* ", "IMAP"),
        ("HTTP/", "HTTP"),
        ("SSH-", "SSH"),
    ):
        if words.startswith(start):
            detail = f"this looks like {name}"
            return MailServerError(Kind.WRONG_PROTOCOL, words=words, detail=detail)
    return None


class Connection:
    """A blocking connection with one buffer of what was received and not yet used.

    Each answer must begin within the timeout and then come at no less than 1 KB/s, so a server
    that drips single bytes is given up. Every failure is a ``MailServerError``.
    """

    def __init__(self, server: PopServer | SmtpServer, transcript: Transcript | None) -> None:
        self.buffer = bytearray()
        self.command = "connect"
        self.transcript = transcript
        self.protected = False
        self.ended_with_cr = True  # whether the last line did, as it must
        self._server = server
        self._scratch = memoryview(bytearray(_CHUNK))
        self._deadline = 0.0
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        server = self._server
        try:
            made = socket.create_connection((server.host, server.port), server.timeout)
        except (TimeoutError, socket.gaierror) as error:
            raise failure(error, "connect") from error
        except UnicodeError as error:  # a label over 63 characters, an empty label
            raise MailServerError(Kind.DNS, temporary=False, detail=str(error)) from error
        except OSError as error:
            detail = error.strerror or str(error)
            raise MailServerError(Kind.REFUSED_CONNECTION, detail=detail) from error
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def begin(self) -> None:
        """Start TLS at once where that is configured."""
        if self._server.security is Security.TLS:
            self.start_tls()

    def start_tls(self) -> None:
        """Shake hands. What came before it in plain text is thrown away (CVE-2011-0411)."""
        self.buffer.clear()
        server = self._server
        context = tls_context(verify=server.verify_certificate, cafile=server.cafile)
        try:
            self.socket.settimeout(server.timeout)
            self.socket = context.wrap_socket(self.socket, server_hostname=server.host)
        except OSError as error:
            raise failure(error, "TLS") from error
        except ValueError as error:  # a host name that cannot be one: "", ".example"
            raise MailServerError(Kind.DNS, temporary=False, detail=str(error)) from error
        self.protected = True
        if self.transcript is not None:
            self.transcript.note("C", f"TLS begins: {self.socket.version()}")

    def send(self, data: bytes, command: str) -> None:
        """Send all of ``data``; the answer's clock starts now."""
        self.command = command
        try:
            self.socket.settimeout(self._server.timeout)
            self.socket.sendall(data)
        except OSError as error:
            raise failure(error, command) from error
        self.expect()

    def expect(self) -> None:
        """Start the clock of the next answer."""
        self._deadline = time.monotonic() + self._server.timeout

    def receive(self, patience: float | None = None) -> int:
        """Wait for bytes and add them to the buffer; return how many came."""
        left = self._deadline - time.monotonic() if patience is None else patience
        if left <= 0:
            raise MailServerError(Kind.TIMEOUT, command=self.command)
        try:
            self.socket.settimeout(min(left, self._server.timeout))
            count = self.socket.recv_into(self._scratch)
        except OSError as error:
            raise failure(error, self.command) from error
        if not count:
            raise MailServerError(Kind.CLOSED, command=self.command)
        self._deadline += count / _SLOWEST
        self.buffer += self._scratch[:count]
        return count

    def read_line(self, limit: int) -> bytes:
        """Return the next line without its end (CRLF, or a quirky server's LF)."""
        buffer = self.buffer
        searched = 0
        while (end := buffer.find(b"\n", searched)) < 0:
            searched = len(buffer)
            if searched > limit:
                raise self.too_long()
            self.receive()
        if end > limit:
            raise self.too_long()
        line = bytes(buffer[:end])
        del buffer[: end + 1]
        self.ended_with_cr = line.endswith(b"\r")
        return line.removesuffix(b"\r")

    def too_long(self) -> MailServerError:
        """Close, and return the error for an answer over its limit."""
        self.close()
        return MailServerError(Kind.PROTOCOL, command=self.command, detail="the answer is too long")

    def read_greeting(self, limit: int) -> bytes:
        """Return the first line; find out why there is none (RFC 8314 ports are silent)."""
        self.command = "greeting"
        self.expect()
        try:
            self._await_greeting(limit)
        except MailServerError as error:
            if error.kind is Kind.TIMEOUT and not self.buffer and not self.protected:
                raise self._poke() from error
            raise
        return self.read_line(limit)

    def _await_greeting(self, limit: int) -> None:
        buffer = self.buffer
        while b"\n" not in buffer and len(buffer) <= limit:
            if buffer[:2] == b"\x15\x03":
                raise MailServerError(Kind.PLAIN_ON_TLS_PORT, command=self.command)
            self.receive()

    def _poke(self) -> MailServerError:
        """Say something a TLS or HTTP server must choke on, and return what that tells."""
        try:
            self.socket.settimeout(_POKE_PATIENCE)
            self.socket.sendall(b"QUIT\r\n")
            self.receive(_POKE_PATIENCE)
        except MailServerError as error:
            if error.kind is Kind.CLOSED:  # OpenSSL often hangs up without an alert
                return MailServerError(Kind.PLAIN_ON_TLS_PORT, temporary=True, command="greeting")
        except OSError:
            pass
        found = other_protocol(bytes(self.buffer))
        return found or MailServerError(Kind.TIMEOUT, command="greeting")

    def close(self) -> None:
        """Drop the connection. Never raises."""
        self.socket.close()
