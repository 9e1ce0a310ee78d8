"""A private Postfix: takes mail by SMTP and keeps all of it in Maildirs on this machine."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from pwd import getpwnam
from types import TracebackType
from typing import Self

from tests.servers import maildir
from tests.servers.authority import Certificate
from tests.servers.needed import POSTFIX, missing, program
from tests.servers.process import ADDRESS, Process, ServerFailedError, folder, free_port, greets


class Relay(Enum):
    """Who may send to addresses that are not this server's own; anybody else gets 554 5.7.1."""

    LOOPBACK = "permit_mynetworks"
    AUTHENTICATED = "permit_sasl_authenticated"
    POP_BEFORE_SMTP = "check_policy_service inet:127.0.0.1:{policy_port}"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What this Postfix insists on.

    ``own_domains`` are taken from anybody. ``mailboxes`` says which address is delivered into
    which Maildir; every other address shares one. ``auth_port`` is Dovecot's; with it Postfix
    offers AUTH. ``policy_port`` is a PopBeforeSmtp's. ``sender_logins`` says which login may send
    as which address (553 otherwise), ``refused_senders`` who may not send at all. ``settings`` are
    any other lines of main.cf.
    """

    relay: Relay = Relay.LOOPBACK
    own_domains: Sequence[str] = ()
    mailboxes: Mapping[str, Path] = field(default_factory=dict)
    certificate: Certificate | None = None
    auth_port: int | None = None
    policy_port: int | None = None
    message_size_limit: int = 50 * 1024 * 1024
    sender_logins: Mapping[str, str] = field(default_factory=dict)
    refused_senders: Sequence[str] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


MASTER = """
{address}:{port} inet n - n - - smtpd
{address}:{tls_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


class Postfix:
    """Postfix on ``port`` (STARTTLS with a certificate) and ``tls_port`` (TLS from the start).

    Nothing ever leaves the machine: what it relays is delivered here as well.
    """

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()

    def __enter__(self) -> Self:
        reason = missing("postfix")
        if reason:
            raise ServerFailedError(reason)
        self.folder = folder("postfix")
        self.port, self.tls_port = free_port(), free_port()
        self._everyone = self.folder / "mail" / "everyone"
        self._lay_out()
        self.process = Process(
            # Not "start-fg": there the master leaves our process group and outlives its shell.
            [str(POSTFIX), "-d", "-c", str(self.folder / "etc")],
            self.folder / "output",
            cwd=self.folder,
        )
        self.process.wait_until(lambda: greets(self.port, b"220"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.stop()
        shutil.rmtree(self.folder)

    def mails(self, address: str) -> list[bytes]:
        """What was delivered for ``address``, oldest first, without Postfix's lines above it.

        The file has LF line ends and begins with Postfix's own Received header.
        """
        wanted = address.lower()
        found = [(to, content) for to, content in self.deliveries() if to.lower() == wanted]
        return [content for _, content in found]

    def deliveries(self) -> list[tuple[str, bytes]]:
        """Everything delivered so far: address and message."""
        boxes = {self._everyone, *self.rules.mailboxes.values()}
        contents = [file.read_bytes() for box in sorted(boxes) for file in maildir.files(box)]
        return [
            (maildir.delivered_to(content), maildir.without_envelope(content))
            for content in contents
        ]

    def empty(self) -> None:
        """Throw away everything delivered so far."""
        for box in {self._everyone, *self.rules.mailboxes.values()}:
            maildir.empty(box)

    def log(self) -> str:
        """What Postfix has logged."""
        log = self.folder / "log"
        return self.process.words() + (log.read_text(errors="replace") if log.exists() else "")

    def _lay_out(self) -> None:
        etc = self.folder / "etc"
        for room in (etc, self.folder / "queue", self.folder / "data"):
            room.mkdir()
        shutil.chown(self.folder / "data", "postfix")
        maildir.make(self._everyone)
        (etc / "master.cf").write_text(
            MASTER.format(address=ADDRESS, port=self.port, tls_port=self.tls_port)
        )
        self._table("mailboxes", {a: f"{box}/" for a, box in self.rules.mailboxes.items()})
        self._table("logins", self.rules.sender_logins)
        self._table("senders", dict.fromkeys(self.rules.refused_senders, "REJECT not yours"))
        lines = [f"{name} = {value}\n" for name, value in self._settings().items()]
        (etc / "main.cf").write_text("".join(lines))
        for table in ("mailboxes", "logins", "senders"):
            command = [str(program("postmap")), "-c", str(etc), f"hash:{etc / table}"]
            subprocess.run(command, check=True, capture_output=True)
        self._check()

    def _check(self) -> None:
        """Let Postfix make the folders of its queue and look at its configuration."""
        # The path must be absolute: with a relative one Postfix silently does nothing.
        done = subprocess.run(
            [str(program("postfix")), "-c", str(self.folder / "etc"), "check"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerFailedError(f"postfix check: {done.stdout}{done.stderr}")

    def _table(self, name: str, entries: Mapping[str, str]) -> None:
        lines = [f"{key.lower()} {value}\n" for key, value in entries.items()]
        (self.folder / "etc" / name).write_text("".join(lines))

    def _settings(self) -> dict[str, str]:
        etc = self.folder / "etc"
        owner = getpwnam(maildir.OWNER)
        return {
            "compatibility_level": "3.6",
            "queue_directory": str(self.folder / "queue"),
            "data_directory": str(self.folder / "data"),
            "maillog_file": str(self.folder / "log"),
            "maillog_file_prefixes": str(self.folder),
            "myhostname": "mx.kairan.test",
            "inet_interfaces": ADDRESS,
            "inet_protocols": "ipv4",
            "mydestination": "",
            "mynetworks": "127.0.0.0/8" if self.rules.relay is Relay.LOOPBACK else "",
            "alias_maps": "",
            "local_recipient_maps": "",
            # Keep hands off what is sent: add no Message-Id, Date or From.
            "local_header_rewrite_clients": "",
            "smtputf8_enable": "yes",
            "default_transport": "virtual:",
            "virtual_mailbox_domains": " ".join(self.rules.own_domains),
            "virtual_mailbox_base": "/",
            "virtual_mailbox_maps": f"hash:{etc / 'mailboxes'}, static:{self._everyone}/",
            "virtual_mailbox_limit": "0",
            "virtual_minimum_uid": "1",
            "virtual_uid_maps": f"static:{owner.pw_uid}",
            "virtual_gid_maps": f"static:{owner.pw_gid}",
            "message_size_limit": str(self.rules.message_size_limit),
            "smtpd_relay_restrictions": self._relay_restrictions(),
            "smtpd_sender_restrictions": (
                f"check_sender_access hash:{etc / 'senders'}"
                + (", reject_sender_login_mismatch" if self.rules.sender_logins else "")
            ),
            "smtpd_sender_login_maps": f"hash:{etc / 'logins'}",
            "smtpd_client_connection_count_limit": "0",
            **self._tls(),
            **self._authentication(),
            **self.rules.settings,
        }

    def _relay_restrictions(self) -> str:
        permission = self.rules.relay.value.format(policy_port=self.rules.policy_port)
        return f"{permission}, reject_unauth_destination"

    def _tls(self) -> dict[str, str]:
        if self.rules.certificate is None:
            return {"smtpd_tls_security_level": "none"}
        return {
            "smtpd_tls_security_level": "may",
            "smtpd_tls_cert_file": str(self.rules.certificate.chain),
            "smtpd_tls_key_file": str(self.rules.certificate.key),
        }

    def _authentication(self) -> dict[str, str]:
        if self.rules.auth_port is None:
            return {"smtpd_sasl_auth_enable": "no"}
        return {
            "smtpd_sasl_auth_enable": "yes",
            "smtpd_sasl_type": "dovecot",
            "smtpd_sasl_path": f"inet:{ADDRESS}:{self.rules.auth_port}",
            "smtpd_sasl_mechanism_filter": "plain, login, cram-md5",
        }
