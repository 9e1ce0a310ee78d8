"""The POP3 client: log in, list, fetch and delete messages (RFC 1939, 2449, 2595, 5034)."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from types import TracebackType
from typing import Self

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.pop3_session import PopLimits, PopSession, Sink
from kairan.mail.servers import PopServer
from kairan.mail.transcript import Transcript

__all__ = ["PopClient", "PopLimits", "Sink"]

# Unanswered commands: 64 of at most 16 bytes fit into any socket's buffer, so that sending never
# waits for a server that itself waits for us to read (RFC 2449 §6.8).
_WINDOW = 64
# More digits are no number of a message, nor the size of one: RFC 1939 has neither beyond 32 bits.
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


class PopClient:
    """One POP3 session. Use as a context manager: enters logged in, leaves with QUIT.

    When the block raises, the connection is closed without QUIT, so nothing marked with DELE
    is deleted. Every method raises ``MailServerError``. Message numbers are those of this session.
    """

    def __init__(
        self,
        server: PopServer,
        *,
        transcript: Transcript | None = None,
        limits: PopLimits = PopLimits(),  # noqa: B008 - immutable
    ) -> None:
        self._server = server
        self._transcript = transcript
        self._limits = limits
        self._opened: PopSession | None = None

    @property
    def _session(self) -> PopSession:
        if self._opened is None:
            raise MailServerError(Kind.CLOSED, detail="the session is not open")
        return self._opened

    @property
    def capabilities(self) -> dict[str, tuple[str, ...]]:
        """What CAPA said, upper-case names to arguments; empty for a server without CAPA."""
        return self._session.capabilities

    def open(self) -> None:
        """Connect, protect the link as configured, and log in."""
        self._opened = PopSession(self._server, self._transcript, self._limits)
        try:
            self._opened.enter()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None and self._opened is not None:
            self.quit()
        else:
            self.close()

    def stat(self) -> tuple[int, int]:
        """Return how many messages there are and their size in bytes as the server counts."""
        numbers = self._session.command("STAT").split()
        try:
            return int(numbers[0]), int(numbers[1])
        except (ValueError, IndexError):
            words = b" ".join(numbers).decode("utf-8", "backslashreplace")
            raise MailServerError(Kind.PROTOCOL, command="STAT", words=words) from None

    def uidl(self) -> dict[int, str]:
        """Return the unique id of every message by number; kind NOT_OFFERED where missing."""
        return dict(numbered(self.unique_ids()))

    def unique_ids(self) -> bytes:
        """Return the answer to UIDL as it came, for ``numbered`` or to compare it with another."""
        return self._session.listing("UIDL")

    def sizes(self) -> dict[int, int]:
        """Return the size of every message by number (LIST); servers are often wrong."""
        pairs = numbered(self._session.listing("LIST"))
        sizes = ((number, value.split()[0]) for number, value in pairs)
        return {number: int(size) for number, size in sizes if _NUMBER.fullmatch(size)}

    def top(self, number: int, lines: int = 0) -> bytes:
        """Return the headers and the first lines of a message's body."""
        return self._session.listing("TOP", f"TOP {number:d} {lines:d}".encode())

    def retrieve(self, number: int) -> bytes:
        """Return a whole message; kind TOO_LARGE over the limit, the session stays usable."""
        return self._session.listing("RETR", f"RETR {number:d}".encode())

    def retrieve_to(self, number: int, sink: Sink) -> int:
        """Write a whole message to ``sink`` piece by piece and return how many bytes it has."""
        session = self._session
        line = f"RETR {number:d}"
        session.command("RETR", line.encode(), line)
        length = session.pour("RETR", sink)
        if self._transcript is not None:
            self._transcript.elide("S", length)
        return length

    def retrieve_many(
        self, numbers: Iterable[int]
    ) -> Iterator[tuple[int, bytes | MailServerError]]:
        """Yield each message with its number, in order, pipelined where the server offers it.

        A message that is refused (NO_SUCH_MESSAGE) or too large (TOO_LARGE) is yielded as its
        error and the others still come; trouble with the connection is raised. Other commands
        may be used only once the iterator is exhausted; one that is given up early closes the
        connection, because the server would still be sending.
        """
        return self._bodies("RETR", numbers)

    def top_many(
        self, numbers: Iterable[int], lines: int
    ) -> Iterator[tuple[int, bytes | MailServerError]]:
        """Yield headers and first ``lines`` of each message, as ``retrieve_many`` does the whole.

        Without TOP each is yielded as the server's refusal (NOT_OFFERED).
        """
        return self._bodies("TOP", numbers, f" {lines:d}")

    def _bodies(
        self, command: str, numbers: Iterable[int], argument: str = ""
    ) -> Iterator[tuple[int, bytes | MailServerError]]:
        complete = False
        try:
            for number in self._pipelined(command, numbers, argument):
                yield number, self._next_body(command)
            complete = True
        finally:
            if not complete:
                self.close()

    def _next_body(self, command: str) -> bytes | MailServerError:
        session = self._session
        try:
            session.status(command)
            body = session.body(command, self._limits.message)
        except MailServerError as error:
            return _one_message_only(error)
        if self._transcript is not None:
            self._transcript.elide("S", len(body))
        return body

    def delete(self, number: int) -> None:
        """Mark a message for deletion at QUIT."""
        self._session.command("DELE", f"DELE {number:d}".encode(), f"DELE {number:d}")

    def delete_many(self, numbers: Iterable[int]) -> list[int]:
        """Mark messages for deletion, pipelined; return the numbers the server agreed to."""
        agreed = []
        for number in self._pipelined("DELE", numbers):
            try:
                self._session.status("DELE")
            except MailServerError as error:
                _one_message_only(error)
            else:
                agreed.append(number)
        return agreed

    def _pipelined(self, command: str, numbers: Iterable[int], argument: str = "") -> Iterator[int]:
        """Send the command for each number, a window ahead; yield when its answer is due."""
        session = self._session
        waiting: deque[int] = deque()
        coming = iter(numbers)
        window = _WINDOW if session.pipelining else 1
        while True:
            if len(waiting) <= window // 2:
                group = list(islice(coming, window - len(waiting)))
                if group:
                    lines = "\r\n".join(f"{command} {number:d}{argument}" for number in group)
                    session.say(command, lines.encode() + b"\r\n", lines)
                    waiting.extend(group)
            if not waiting:
                return
            session.connection.expect()
            yield waiting.popleft()

    def noop(self) -> None:
        """Keep the session alive."""
        self._session.command("NOOP")

    def reset(self) -> None:
        """Take back every DELE of this session."""
        self._session.command("RSET")

    def quit(self) -> None:
        """End the session; the server deletes what was marked. Raises when it could not."""
        try:
            self._session.command("QUIT")
        finally:
            self.close()

    def close(self) -> None:
        """Drop the connection without QUIT: nothing is deleted. Never raises."""
        if self._opened is not None:
            with suppress(OSError):
                self._opened.connection.close()
            self._opened = None


def numbered(answer: bytes) -> Iterator[tuple[int, str]]:
    """Yield number and value of each line of an answer to UIDL or LIST; other lines are no mail."""
    for line in answer.decode("ascii", "backslashreplace").split("\n"):
        number, _, value = line.strip().partition(" ")
        value = value.strip()
        if value and _NUMBER.fullmatch(number):
            yield int(number), value


def _one_message_only(error: MailServerError) -> MailServerError:
    """Return an error that concerns one message; raise one that concerns the connection."""
    lost = error.kind in {Kind.CLOSED, Kind.TIMEOUT, Kind.PROTOCOL, Kind.TLS}
    if lost:
        raise error
    return error
