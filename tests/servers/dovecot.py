"""A private Dovecot 2.3 that serves POP3, and passwords to Postfix."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers import maildir
from tests.servers.authority import Certificate
from tests.servers.needed import missing, program
from tests.servers.process import ADDRESS, Process, ServerFailedError, folder, free_port, greets

# Dovecot holds a connection from an address to itself for secure, and loopback connections come
# from 127.0.0.1: listening next door makes it refuse plain text passwords as from far away.
NEIGHBOUR = "127.0.0.2"

CONFIGURATION = """
protocols = pop3
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
login_log_format_elements = user=<%u> method=%m rip=%r %c
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%Lu
mail_max_userip_connections = 200
auth_mechanisms = plain login cram-md5 apop
auth_username_chars =
auth_failure_delay = 0
disable_plaintext_auth = {disable_plaintext_auth}
pop3_lock_session = {lock_session}
{tls}

passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%Lu {folder}/passwords/%Lu
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail/%Lu
}}

service pop3-login {{
  service_count = 0
  inet_listener pop3 {{
    port = {port}
  }}
  inet_listener pop3s {{
    port = {tls_port}
    ssl = yes
  }}
}}
service pop3 {{
  executable = pop3 pop3-postlogin
  process_limit = 512
}}
service pop3-postlogin {{
  executable = script-login {folder}/postlogin.sh
  user = {owner}
  unix_listener pop3-postlogin {{
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth_port}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

TLS = """
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
"""

# Remembers who has read mail from where: the file's age is that of the last login.
POSTLOGIN = """#!/bin/sh
case "$IP" in
  *[!0-9a-fA-F.:]*|"") ;;
  *) : > "{folder}/logins/$IP" ;;
esac
exec "$@"
"""


class Dovecot:
    """POP3 on ``port`` (STARTTLS with a certificate) and ``tls_port``; plain, APOP, CRAM-MD5.

    Users are given as login and password and may be added while it runs. Without
    ``plaintext_auth`` passwords are refused outside TLS.
    """

    def __init__(
        self,
        users: Mapping[str, str],
        *,
        certificate: Certificate | None = None,
        plaintext_auth: bool = True,
        lock_session: bool = True,
        extra: str = "",
    ) -> None:
        self.users = dict(users)
        self.host = ADDRESS if plaintext_auth else NEIGHBOUR
        self.certificate = certificate
        self.extra = extra
        self._switches = {
            "disable_plaintext_auth": "no" if plaintext_auth else "yes",
            "lock_session": "yes" if lock_session else "no",
        }

    def __enter__(self) -> Self:
        reason = missing("dovecot")
        if reason:
            raise ServerFailedError(reason)
        self.folder = folder("dovecot")
        self.port, self.tls_port, self.auth_port = free_port(), free_port(), free_port()
        self.logins = self.folder / "logins"
        for room in (self.logins, self.folder / "mail"):
            room.mkdir()
            shutil.chown(room, maildir.OWNER, maildir.OWNER)
        (self.folder / "postlogin.sh").write_text(POSTLOGIN.format(folder=self.folder))
        (self.folder / "postlogin.sh").chmod(0o755)
        (self.folder / "passwords").mkdir()
        for login, password in self.users.items():
            self.add_user(login, password)
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(self._configuration())
        self.process = Process(
            [str(program("dovecot")), "-F", "-c", str(configuration)],
            self.folder / "output",
            cwd=self.folder,
        )
        self.process.wait_until(lambda: greets(self.port, b"+OK", host=self.host))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.stop()
        shutil.rmtree(self.folder)

    def add_user(self, login: str, password: str) -> None:
        """Let somebody else in, at once; a changed password counts after a second."""
        self.users[login] = password
        # A file for each: Dovecot looks only once a second whether one it knows has changed.
        fresh = self.folder / "passwords.new"
        sealed = password.encode().hex()  # A colon would end the field.
        fresh.write_text(f"{login.lower()}:{{PLAIN.HEX}}{sealed}::::::\n")
        fresh.chmod(0o644)
        fresh.rename(self.folder / "passwords" / login.lower())

    def serve(self, login: str, messages: Iterable[bytes]) -> None:
        """Put messages into a user's mailbox, in this order, byte for byte."""
        maildir.put(self.mailbox(login), messages)

    def mails(self, login: str) -> list[bytes]:
        """What lies in a user's mailbox, oldest first."""
        return [file.read_bytes() for file in maildir.files(self.mailbox(login))]

    def empty(self, login: str) -> None:
        """Take everything out of a user's mailbox."""
        maildir.empty(self.mailbox(login))

    def mailbox(self, login: str) -> Path:
        """The user's Maildir, for a mail server to deliver to."""
        path = self.folder / "mail" / login.lower()
        if not path.exists():
            maildir.make(path)
        return path

    def log(self) -> str:
        """What Dovecot has logged."""
        log = self.folder / "log"
        return self.process.words() + (log.read_text(errors="replace") if log.exists() else "")

    def _configuration(self) -> str:
        tls = "ssl = no"
        if self.certificate:
            tls = TLS.format(chain=self.certificate.chain, key=self.certificate.key)
        return (
            CONFIGURATION.format(
                folder=self.folder,
                host=self.host,
                owner=maildir.OWNER,
                port=self.port,
                tls_port=self.tls_port,
                auth_port=self.auth_port,
                tls=tls,
                **self._switches,
            )
            + self.extra
        )
