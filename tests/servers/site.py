"""A company's mail server as it stands in many an office: Postfix and Dovecot on one machine."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Self

from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.policy import PopBeforeSmtp
from tests.servers.postfix import Postfix, Relay, Rules
from tests.servers.process import ADDRESS


class MailSite:
    """Postfix that delivers into the mailboxes Dovecot serves.

    ``users`` are their address, which is their login, and password. ``rules`` are completed with
    what the two must know of each other. With ``Relay.POP_BEFORE_SMTP`` every address is foreign,
    so that Postfix refuses all mail until somebody has logged in by POP3 from the same machine
    within ``window`` seconds.
    """

    def __init__(
        self,
        users: Mapping[str, str],
        *,
        rules: Rules | None = None,
        window: float = 3600,
        authority: Authority | None = None,
    ) -> None:
        self.users = dict(users)
        self.authority = authority
        self._rules = rules or Rules()
        self._window = window

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            names = ("localhost", "mail.kairan.test")
            certificate = self.authority.certify(*names) if self.authority else None
            self.dovecot = stack.enter_context(Dovecot(self.users, certificate=certificate))
            self.policy = stack.enter_context(
                PopBeforeSmtp(self.dovecot.logins, window=self._window)
            )
            offers_auth = self._rules.relay is Relay.AUTHENTICATED
            rules = replace(
                self._rules,
                mailboxes={user: self.dovecot.mailbox(user) for user in self.users},
                certificate=certificate,
                auth_port=self.dovecot.auth_port if offers_auth else None,
                policy_port=self.policy.port,
            )
            self.postfix = stack.enter_context(Postfix(rules))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def host(self) -> str:
        """Where both servers listen."""
        return ADDRESS

    @property
    def window(self) -> float:
        """How many seconds a POP3 login lets its machine send; may be changed at any time."""
        return self.policy.window

    @window.setter
    def window(self, seconds: float) -> None:
        self.policy.window = seconds

    def forget(self) -> None:
        """Let every login so far have run out."""
        self.policy.forget()

    def empty(self) -> None:
        """Throw away every mail, delivered or served, and every login."""
        self.postfix.empty()
        self.policy.forget()

    def log(self) -> str:
        """What both servers have logged."""
        return self.dovecot.log() + self.postfix.log()
