"""The blocking SMTP client: connect, protect the link, log in, send a letter, quit (RFC 5321)."""

from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.servers import SmtpServer
from kairan.mail.smtp_addresses import Extensions, mail_line, wire_address
from kairan.mail.smtp_data import wire_data
from kairan.mail.smtp_dialogue import Dialogue, trouble
from kairan.mail.smtp_replies import Reply, Stage
from kairan.mail.smtp_verdict import refusal
from kairan.mail.transcript import Transcript

__all__ = ["Extensions", "Receipt", "SmtpClient"]


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
        return refusal(self.stage, self.reply)


class SmtpClient:
    """One SMTP session. Use as a context manager: enters logged in, leaves with QUIT."""

    def __init__(self, server: SmtpServer, *, transcript: Transcript | None = None) -> None:
        self._server = server
        self._transcript = transcript
        self._opened: Dialogue | None = None

    @property
    def _dialogue(self) -> Dialogue:
        if self._opened is None:
            raise MailServerError(Kind.CLOSED, detail="the session is not open")
        return self._opened

    @property
    def extensions(self) -> Extensions:
        """What the server offers, after TLS and login."""
        return self._dialogue.extensions

    def open(self) -> None:
        """Connect, greet, protect the link as configured, and log in."""
        self._opened = Dialogue(self._server, self._transcript)
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
        if error is None:
            self.quit()
        else:
            self.close()

    def send(self, sender: str, recipients: Sequence[str], data: bytes) -> list[Receipt]:
        """Send one letter to all ``recipients``; return what became of each, in their order.

        ``sender`` may be empty (a bounce). Line ends of ``data`` are normalised. Raises
        ``MailServerError`` before anything is sent for an address, size or 8-bit data that the
        server cannot take, and when the connection fails.
        """
        dialogue = self._dialogue
        body = wire_data(data)
        eight_bit = not data.isascii()
        dialogue.extensions.check(len(body), eight_bit=eight_bit)
        paths = [wire_address(recipient) for recipient in recipients]
        mail = mail_line(
            sender,
            offers=dialogue.extensions,
            size=len(body),
            eight_bit=eight_bit,
            international=any(path.international for path in paths),
        )
        reply = self._ask(mail.removesuffix(b"\r\n"))
        if reply.code // 100 != 2:
            return [Receipt(recipient, Stage.MAIL, reply) for recipient in recipients]
        answers = [self._ask(b"RCPT TO:<" + path.text + b">") for path in paths]
        receipts = [
            Receipt(recipient, Stage.RCPT, answer)
            for recipient, answer in zip(recipients, answers, strict=True)
        ]
        if any(_taken(receipt) for receipt in receipts):
            stage, reply = self._send_body(body)
            return [
                Receipt(receipt.recipient, stage, reply) if _taken(receipt) else receipt
                for receipt in receipts
            ]
        self._ask(b"RSET")
        return receipts

    def _send_body(self, body: bytes) -> tuple[Stage, Reply]:
        reply = self._ask(b"DATA")
        if reply.code == 354:
            return Stage.BODY, self._dialogue.send_data(body)
        if reply.code < 400:
            self.close()
            raise MailServerError(Kind.PROTOCOL, command="DATA", code=reply.code, words=reply.words)
        self._ask(b"RSET")
        return Stage.DATA, reply

    def _ask(self, line: bytes) -> Reply:
        reply = self._dialogue.ask(line)
        if reply.code == 421:  # RFC 5321 §3.8: at any time, and then the server hangs up
            self.close()
            raise trouble(line[:4].decode("ascii"), reply)
        return reply

    def quit(self) -> None:
        """Say goodbye and close. Never raises: the letters are settled by now."""
        if self._opened is not None:
            with suppress(MailServerError):
                self._opened.ask(b"QUIT")
        self.close()

    def close(self) -> None:
        """Drop the connection. Never raises."""
        if self._opened is not None:
            self._opened.connection.close()
            self._opened = None


def _taken(receipt: Receipt) -> bool:
    return receipt.reply.code // 100 == 2
