"""POP before SMTP as Postfix sees it: who has read mail lately may send mail for a while."""

import socketserver
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.process import ADDRESS


class PopBeforeSmtp:
    """A policy service for Postfix that knows the logins Dovecot wrote down.

    ``window`` is how many seconds a login counts and may be changed at any time.
    See https://www.postfix.org/SMTPD_POLICY_README.html for the protocol.
    """

    def __init__(self, logins: Path, *, window: float) -> None:
        self.logins = logins
        self.window = window

    def __enter__(self) -> Self:
        self._server = _PolicyServer((ADDRESS, 0), _Conversation)
        self._server.policy = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def forget(self) -> None:
        """Let every login so far be none, as if its time had run out."""
        for login in self.logins.iterdir():
            login.unlink()

    def admits(self, address: str) -> bool:
        """Whether somebody at this IP address has logged in within the window."""
        try:
            last = (self.logins / address).stat().st_mtime
        except FileNotFoundError:
            return False
        return time.time() - last < self.window


class _PolicyServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False  # Postfix keeps its connection; waiting for it would wait forever.
    allow_reuse_address = True
    policy: PopBeforeSmtp


class _Conversation(socketserver.StreamRequestHandler):
    server: _PolicyServer

    def handle(self) -> None:
        for question in self._questions():
            admitted = self.server.policy.admits(question["client_address"])
            self.wfile.write(b"action=OK\n\n" if admitted else b"action=DUNNO\n\n")

    def _questions(self) -> Iterator[dict[str, str]]:
        question: dict[str, str] = {}
        for raw in self.rfile:
            line = raw.decode(errors="replace").rstrip("\n")
            if line:
                name, _, value = line.partition("=")
                question[name] = value
            else:
                yield question
                question = {}
