"""The POP3 client: log in, list, fetch and delete messages (RFC 1939, 2449, 2595, 5034)."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from kairan.mail.errors import MailServerError
from kairan.mail.servers import PopServer
from kairan.mail.transcript import Transcript


class Sink(Protocol):
    """Where a message too large for memory is written: an open binary file."""

    def write(self, data: bytes, /) -> object: ...


class PopLimits(NamedTuple):
    """The most bytes taken: one answer line, one message in memory, one message at all."""

    line: int = 8 * 1024
    message: int = 64 * 1024 * 1024
    sink: int = 1024 * 1024 * 1024


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
        raise NotImplementedError

    @property
    def capabilities(self) -> dict[str, tuple[str, ...]]:
        """What CAPA said, upper-case names to arguments; empty for a server without CAPA."""
        raise NotImplementedError

    def open(self) -> None:
        """Connect, protect the link as configured, and log in."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        raise NotImplementedError

    def stat(self) -> tuple[int, int]:
        """Return how many messages there are and their size in bytes as the server counts."""
        raise NotImplementedError

    def uidl(self) -> dict[int, str]:
        """Return the unique id of every message by number; kind NOT_OFFERED where missing."""
        raise NotImplementedError

    def sizes(self) -> dict[int, int]:
        """Return the size of every message by number (LIST); servers are often wrong."""
        raise NotImplementedError

    def top(self, number: int, lines: int = 0) -> bytes:
        """Return the headers and the first lines of a message's body."""
        raise NotImplementedError

    def retrieve(self, number: int) -> bytes:
        """Return a whole message; kind TOO_LARGE over the limit, the session stays usable."""
        raise NotImplementedError

    def retrieve_to(self, number: int, sink: Sink) -> int:
        """Write a whole message to ``sink`` piece by piece and return how many bytes it has."""
        raise NotImplementedError

    def retrieve_many(
        self, numbers: Iterable[int]
    ) -> Iterator[tuple[int, bytes | MailServerError]]:
        """Yield each message with its number, in order, pipelined where the server offers it.

        A message that is refused (NO_SUCH_MESSAGE) or too large (TOO_LARGE) is yielded as its
        error and the others still come; trouble with the connection is raised. Other commands
        may be used only once the iterator is exhausted or closed.
        """
        raise NotImplementedError

    def delete(self, number: int) -> None:
        """Mark a message for deletion at QUIT."""
        raise NotImplementedError

    def delete_many(self, numbers: Iterable[int]) -> list[int]:
        """Mark messages for deletion, pipelined; return the numbers the server agreed to."""
        raise NotImplementedError

    def noop(self) -> None:
        """Keep the session alive."""
        raise NotImplementedError

    def reset(self) -> None:
        """Take back every DELE of this session."""
        raise NotImplementedError

    def quit(self) -> None:
        """End the session; the server deletes what was marked. Raises when it could not."""
        raise NotImplementedError

    def close(self) -> None:
        """Drop the connection without QUIT: nothing is deleted. Never raises."""
        raise NotImplementedError
