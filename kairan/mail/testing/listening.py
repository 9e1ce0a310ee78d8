"""A small threaded server on loopback: one thread per connection, lines in, bytes out."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from kairan.mail.pop3_bodies import unstuff


class HungUp(Exception):
    """The client is gone, or the script ends the connection here."""


class Peer:
    """One connection as the server sees it."""

    def __init__(self, link: socket.socket, *, split: bool) -> None:
        self.link = link
        self.protected = False
        self._split = split
        self._buffer = bytearray()
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def line(self) -> bytes:
        """Return the next line without its end."""
        while (end := self._buffer.find(b"\n")) < 0:
            self._more()
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line.removesuffix(b"\r")

    def body(self, *, at_most: int | None = None) -> bytes:
        """Return a dotted body undone; stop after ``at_most`` raw bytes, for a fault inside."""
        searched = 0
        while not self._buffer.startswith(b".\r\n"):
            if at_most is not None and len(self._buffer) >= at_most:
                return bytes(self._buffer)
            end = self._buffer.find(b"\r\n.\r\n", searched)
            if end >= 0:
                raw = bytes(self._buffer[: end + 2])
                del self._buffer[: end + 5]
                return unstuff(raw)
            searched = max(len(self._buffer) - 4, 0)
            self._more()
        del self._buffer[:3]
        return b""

    def _more(self) -> None:
        try:
            data = self.link.recv(65536)
        except OSError as error:
            raise HungUp from error
        if not data:
            raise HungUp
        self._buffer += data

    def say(self, data: bytes) -> None:
        """Send; byte by byte where the script says ``split``."""
        try:
            if not self._split:
                self.link.sendall(data)
                return
            for index in range(len(data)):
                self.link.sendall(data[index : index + 1])
                time.sleep(0.0005)
        except OSError as error:
            raise HungUp from error

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Shake hands; what came in plain text before is gone."""
        self._buffer.clear()
        try:
            self.link = context.wrap_socket(self.link, server_side=True)
        except OSError as error:
            raise HungUp from error
        self.protected = True

    def hang(self) -> None:
        """Say nothing more; let the client be the one that gives up."""
        while True:
            self._more()

    def reset(self) -> None:
        """Hang up with RST, as a crashed server does."""
        linger = struct.pack("ii", 1, 0)
        with contextlib.suppress(OSError):
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        raise HungUp


class Listener:
    """Listens on a free port of 127.0.0.1 while its ``with`` block lasts."""

    host = "127.0.0.1"

    def __init__(self, serve: Callable[[Peer], None], *, split: bool = False) -> None:
        self._serve = serve
        self._split = split
        self._socket = socket.create_server((self.host, 0), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self._links: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for link in list(self._links):
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._links.add(link)
            self._start(self._run, link)

    def _run(self, link: socket.socket) -> None:
        peer = Peer(link, split=self._split)
        with contextlib.suppress(HungUp, OSError):
            self._serve(peer)
        self._links.discard(link)
        with contextlib.suppress(OSError):
            peer.link.close()
