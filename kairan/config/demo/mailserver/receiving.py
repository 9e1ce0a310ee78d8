"""SMTP: takes every mail it is offered (RFC 5321, with PIPELINING, SIZE, 8BITMIME, SMTPUTF8)."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from kairan.config.demo.mailserver.lines import Session

logger = logging.getLogger(__name__)

SIZE_LIMIT = 50 * 1024 * 1024
PATH = re.compile(r'(?:FROM|TO):\s*<((?:"(?:[^"\\]|\\.)*"|[^">])*)>(.*)', re.IGNORECASE)
SIZE = re.compile(r"\bSIZE=(\d{1,18})\b", re.IGNORECASE)
EXTENSIONS = ("PIPELINING", f"SIZE {SIZE_LIMIT}", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")

Command = Callable[["Receiving", str], str]


class Receiving(Session):
    """One SMTP connection."""

    def setup(self) -> None:
        """Begin without an envelope."""
        super().setup()
        self.sender: str | None = None
        self.recipients: list[str] = []

    def greeting(self) -> str:
        """Open the conversation."""
        return "220 localhost ESMTP Kairan demo"

    def answer(self, verb: str, argument: str) -> str:
        """Do what is asked."""
        command = self.commands.get(verb)
        return command(self, argument) if command else "500 5.5.2 This command is not known here."

    def ehlo(self, _argument: str) -> str:
        """Name what this server can do."""
        self.rset("")
        names = ["localhost", *EXTENSIONS]
        return "\n".join([*(f"250-{name}" for name in names[:-1]), f"250 {names[-1]}"])

    def helo(self, _argument: str) -> str:
        """Greet an old client."""
        self.rset("")
        return "250 localhost"

    def mail(self, argument: str) -> str:
        """Begin an envelope."""
        path = PATH.match(argument)
        if path is None:
            return "501 5.5.4 Say MAIL FROM:<address>."
        size = SIZE.search(path[2])
        if size and int(size[1]) > SIZE_LIMIT:
            return f"552 5.3.4 A mail may have {SIZE_LIMIT} octets here."
        self.sender, self.recipients = path[1], []
        return "250 2.1.0 Ok"

    def rcpt(self, argument: str) -> str:
        """Add a recipient."""
        if self.sender is None:
            return "503 5.5.1 MAIL FROM comes first."
        path = PATH.match(argument)
        if path is None or not path[1]:
            return "501 5.5.4 Say RCPT TO:<address>."
        self.recipients.append(path[1])
        return "250 2.1.5 Ok"

    def data(self, _argument: str) -> str:
        """Take the mail, and keep it before saying so."""
        if self.sender is None or not self.recipients:
            return "503 5.5.1 RCPT TO comes first."
        self.say("354 End with a dot on a line of its own.")
        content = self._content()
        sender, recipients = self.sender, self.recipients
        self.rset("")
        if content is None:
            return f"552 5.3.4 A mail may have {SIZE_LIMIT} octets here."
        try:
            self.server.mailboxes.deliver(content, sender=sender, recipients=recipients)
        except OSError:
            logger.exception("The demo's mail server could not store a mail.")
            return "452 4.3.1 The mail could not be stored; try again later."
        return "250 2.0.0 Kept"

    def rset(self, _argument: str) -> str:
        """Drop the envelope."""
        self.sender, self.recipients = None, []
        return "250 2.0.0 Ok"

    def noop(self, _argument: str) -> str:
        """Do nothing."""
        return "250 2.0.0 Ok"

    def vrfy(self, _argument: str) -> str:
        """Promise nothing."""
        return "252 2.5.2 Send some mail and see."

    def bye(self, _argument: str) -> str:
        """Say good-bye."""
        return "221 2.0.0 Bye"

    def _content(self) -> bytes | None:
        """Read up to the final dot; None for a mail over the limit.

        Only CRLF ends a line, so that a dot after a bare LF ends nothing (RFC 5321 2.3.8).
        """
        lines: list[bytes] = []
        size, starts_line = 0, True
        while (line := self.rfile.readline(SIZE_LIMIT)) != b".\r\n" or not starts_line:
            if not line:
                raise ConnectionError("The client hung up within a mail.")
            if starts_line and line.startswith(b"."):
                line = line[1:]
            size += len(line)
            if size <= SIZE_LIMIT:
                lines.append(line)
            starts_line = line.endswith(b"\r\n")
        return b"".join(lines) if size <= SIZE_LIMIT else None

    commands: ClassVar[Mapping[str, Command]] = {
        "EHLO": ehlo,
        "HELO": helo,
        "MAIL": mail,
        "RCPT": rcpt,
        "DATA": data,
        "RSET": rset,
        "NOOP": noop,
        "VRFY": vrfy,
        "QUIT": bye,
    }
