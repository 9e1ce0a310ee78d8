"""The blocking SMTP client: connect, protect the link, log in, send a letter, quit (RFC 5321)."""

from collections.abc import Sequence
from types import TracebackType
from typing import NamedTuple, Self

from kairan.mail.errors import MailServerError
from kairan.mail.servers import SmtpServer
from kairan.mail.smtp_replies import Reply, Stage
from kairan.mail.transcript import Transcript


class Receipt(NamedTuple):
    """What became of one recipient: the deciding reply, and the step it came at."""

    recipient: str
    stage: Stage
    reply: Reply

    @property
    def accepted(self) -> bool:
        """Whether the server took the letter for this recipient."""
        return self.stage is Stage.BODY and 200 <= self.reply.code < 300

    def error(self) -> MailServerError | None:
        """Return the refusal as a typed error, or ``None`` when accepted."""
        raise NotImplementedError


class Extensions(NamedTuple):
    """What EHLO offered. ``size`` is ``None`` when unlimited or untold."""

    pipelining: bool = False
    eight_bit: bool = False
    smtputf8: bool = False
    starttls: bool = False
    size: int | None = None
    size_offered: bool = False
    mechanisms: tuple[str, ...] = ()


class SmtpClient:
    """One SMTP session. Use as a context manager: enters logged in, leaves with QUIT."""

    def __init__(self, server: SmtpServer, *, transcript: Transcript | None = None) -> None:
        raise NotImplementedError

    @property
    def extensions(self) -> Extensions:
        """What the server offers, after TLS and login."""
        raise NotImplementedError

    def open(self) -> None:
        """Connect, greet, protect the link as configured, and log in."""
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

    def send(self, sender: str, recipients: Sequence[str], data: bytes) -> list[Receipt]:
        """Send one letter to all ``recipients``; return what became of each, in their order.

        ``sender`` may be empty (a bounce). Line ends of ``data`` are normalised. Raises
        ``MailServerError`` before anything is sent for an address, size or 8-bit data that the
        server cannot take, and when the connection fails.
        """
        raise NotImplementedError

    def quit(self) -> None:
        """Say goodbye and close. Never raises: the letters are settled by now."""
        raise NotImplementedError

    def close(self) -> None:
        """Drop the connection. Never raises."""
        raise NotImplementedError
