"""Starts and ends the demo's mail server."""

import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from kairan.config.demo.mailserver.lines import Sessions
from kairan.config.demo.mailserver.mailboxes import Mailboxes
from kairan.config.demo.mailserver.receiving import Receiving
from kairan.config.demo.mailserver.serving import Serving


class MailServer:
    """SMTP on ``smtp_port`` and POP3 on ``pop3_port`` of 127.0.0.1, in threads of this process.

    Mails are kept in ``folder`` and are there again after a restart. ``passwords`` names the
    mailboxes, by address; what is sent to any other address lies in one of its own, which
    ``mailboxes.CATCH_ALL`` with a password opens. Port 0 takes a free one.
    """

    def __init__(
        self,
        folder: Path,
        passwords: Mapping[str, str],
        *,
        smtp_port: int = 0,
        pop3_port: int = 0,
    ) -> None:
        self.mailboxes = Mailboxes(folder, passwords)
        self._wanted = (smtp_port, pop3_port)

    def start(self) -> None:
        """Listen; raises OSError when a port is taken."""
        smtp_port, pop3_port = self._wanted
        smtp = Sessions(smtp_port, Receiving, self.mailboxes)
        try:
            pop3 = Sessions(pop3_port, Serving, self.mailboxes)
        except OSError:
            smtp.server_close()
            raise
        self._servers = (smtp, pop3)
        self.smtp_port: int = smtp.server_address[1]
        self.pop3_port: int = pop3.server_address[1]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()

    def stop(self) -> None:
        """End every conversation and listen no more; what was accepted is on the disk."""
        for server in self._servers:
            server.close_all()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
