"""What the two protocols share: lines that end in CRLF, commands in them, sessions that end."""

import socket
import socketserver
from collections.abc import Iterator
from contextlib import suppress

from kairan.config.demo.mailserver.mailboxes import Mailboxes

LONGEST_COMMAND = 4096
PATIENCE = 600


class Sessions(socketserver.ThreadingTCPServer):
    """Listens on a port of 127.0.0.1, with a thread for each connection."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, session: type["Session"], mailboxes: Mailboxes) -> None:
        self.mailboxes = mailboxes
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), session)

    def close_all(self) -> None:
        """Stop listening and end every session."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request, client_address):  # type: ignore[no-untyped-def]
        """Remember the connection while it is open."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):  # type: ignore[no-untyped-def]
        """Forget the connection once it is closed."""
        self._connections.discard(request)
        super().shutdown_request(request)


class Session(socketserver.StreamRequestHandler):
    """Reads a command, writes the answer; in the order of the commands, so pipelining works."""

    timeout = PATIENCE
    disable_nagle_algorithm = True
    server: Sessions

    def greeting(self) -> str:
        """Return the first line of the conversation."""
        raise NotImplementedError

    def answer(self, verb: str, argument: str) -> str | None:
        """Do what is asked and return the reply, or None when it was sent already."""
        raise NotImplementedError

    def handle(self) -> None:
        """Talk until the client quits, hangs up or falls silent."""
        with suppress(OSError):
            self.talk()

    def talk(self) -> None:
        """The conversation itself."""
        self.say(self.greeting())
        for verb, argument in self._asked():
            reply = self.answer(verb, argument)
            if reply is not None:
                self.say(reply)
            if verb == "QUIT":
                return

    def say(self, reply: str) -> None:
        """Send a reply of one or several lines."""
        self.wfile.write(reply.replace("\n", "\r\n").encode() + b"\r\n")

    def _asked(self) -> Iterator[tuple[str, str]]:
        while line := self.rfile.readline(LONGEST_COMMAND):
            verb, _, argument = line.decode(errors="replace").rstrip("\r\n").partition(" ")
            yield verb.strip().upper(), argument
