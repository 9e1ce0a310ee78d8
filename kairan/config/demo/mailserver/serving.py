"""POP3: lets people fetch their mail (RFC 1939 with APOP, RFC 2449 CAPA, RFC 3206 codes)."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import ClassVar

from kairan.config.demo.mailserver.lines import Session
from kairan.config.demo.mailserver.mailboxes import Locked, Stored

CAPABILITIES = ("TOP", "UIDL", "USER", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE", "EXPIRE NEVER")
NO_SUCH_MAIL = "-ERR There is no such mail."
LOG_IN_FIRST = "-ERR Log in first."

Command = Callable[["Serving", str], str | None]


class Serving(Session):
    """One POP3 connection."""

    def setup(self) -> None:
        """Begin without a mailbox."""
        super().setup()
        self.stamp = f"<{secrets.token_hex(12)}@localhost>"
        self.user = ""
        self.mails: list[Stored] | None = None
        self.deleted: set[int] = set()

    def greeting(self) -> str:
        """Open the conversation with the stamp that APOP hashes."""
        return f"+OK Kairan demo {self.stamp}"

    def answer(self, verb: str, argument: str) -> str | None:
        """Do what is asked; most only for somebody who has logged in."""
        # A password may begin or end with a blank.
        argument = argument if verb == "PASS" else argument.strip()
        command = self.commands.get(verb)
        if command:
            return command(self, argument)
        command = self.commands_with_mailbox.get(verb)
        if command is None:
            return "-ERR This command is not known here."
        return command(self, argument) if self.mails is not None else LOG_IN_FIRST

    def talk(self) -> None:
        """Hold the mailbox's lock no longer than the conversation."""
        with ExitStack() as self.stack:
            super().talk()

    def capa(self, _argument: str) -> str:
        """Name what this server can do."""
        return listing("Capabilities follow", CAPABILITIES)

    def log_in_as(self, argument: str) -> str:
        """Remember the name for the password that follows."""
        self.user = argument
        return "+OK And the password?"

    def log_in(self, argument: str) -> str:
        """Compare the password."""
        password = self.server.mailboxes.password(self.user) or ""
        matches = hmac.compare_digest(password.encode(), argument.encode())
        return self._open(self.user, known=bool(password) and matches)

    def apop(self, argument: str) -> str:
        """Compare the hash of stamp and password, RFC 1939 section 7."""
        user, _, given = argument.rpartition(" ")
        password = self.server.mailboxes.password(user) or ""
        hashed = hashlib.md5((self.stamp + password).encode(), usedforsecurity=False).hexdigest()
        matches = hmac.compare_digest(hashed.encode(), given.lower().encode())
        return self._open(user, known=bool(password) and matches)

    def stat(self, _argument: str) -> str:
        """Count the mails."""
        left = list(self._left())
        return f"+OK {len(left)} {sum(mail.size for _, mail in left)}"

    def list_sizes(self, argument: str) -> str:
        """Give the size of one mail or of all."""
        return self._list(argument, lambda mail: mail.size)

    def uidl(self, argument: str) -> str:
        """Give the identifier of one mail or of all."""
        return self._list(argument, lambda mail: mail.uid)

    def retr(self, argument: str) -> str | None:
        """Send a whole mail."""
        return self._send(argument, None)

    def top(self, argument: str) -> str | None:
        """Send a mail's header and the first lines of its body."""
        number, _, lines = argument.partition(" ")
        if not lines.isdecimal():
            return "-ERR Say TOP, the mail's number, and how many lines."
        return self._send(number, int(lines))

    def dele(self, argument: str) -> str:
        """Mark a mail; it goes when the client quits."""
        if self._mail(argument) is None:
            return NO_SUCH_MAIL
        self.deleted.add(int(argument))
        return "+OK It will be gone."

    def rset(self, _argument: str) -> str:
        """Take all marks back."""
        self.deleted.clear()
        return "+OK"

    def noop(self, _argument: str) -> str:
        """Do nothing."""
        return "+OK"

    def bye(self, _argument: str) -> str:
        """Remove what was marked, and only now."""
        marked = [mail for n, mail in enumerate(self.mails or [], 1) if n in self.deleted]
        self.server.mailboxes.discard(marked)
        return "+OK Bye"

    def _open(self, user: str, *, known: bool) -> str:
        if self.mails is not None:
            return "-ERR You are logged in already."
        if not known:
            return "-ERR [AUTH] This name and password do not belong together."
        try:
            self.mails = self.stack.enter_context(self.server.mailboxes.locked(user))
        except Locked:
            return "-ERR [IN-USE] Somebody is reading this mailbox."
        return f"+OK {len(self.mails)} mails"

    def _left(self) -> Iterator[tuple[int, Stored]]:
        numbered = enumerate(self.mails or [], 1)
        return ((number, mail) for number, mail in numbered if number not in self.deleted)

    def _mail(self, argument: str) -> Stored | None:
        number = int(argument) if argument.isdecimal() and len(argument) < 10 else 0
        if number in self.deleted or not self.mails or not 0 < number <= len(self.mails):
            return None
        return self.mails[number - 1]

    def _list(self, argument: str, about: Callable[[Stored], object]) -> str:
        if argument:
            mail = self._mail(argument)
            return f"+OK {int(argument)} {about(mail)}" if mail else NO_SUCH_MAIL
        return listing("They are", [f"{number} {about(mail)}" for number, mail in self._left()])

    def _send(self, argument: str, body_lines: int | None) -> str | None:
        mail = self._mail(argument)
        if mail is None:
            return NO_SUCH_MAIL
        content = mail.path.read_bytes()
        if body_lines is not None:
            content = first_lines(content, body_lines)
        self.wfile.write(b"+OK %d octets\r\n%b.\r\n" % (mail.size, stuffed(content)))
        return None

    commands: ClassVar[Mapping[str, Command]] = {
        "CAPA": capa,
        "USER": log_in_as,
        "PASS": log_in,
        "APOP": apop,
        "QUIT": bye,
        "NOOP": noop,
    }
    commands_with_mailbox: ClassVar[Mapping[str, Command]] = {
        "STAT": stat,
        "LIST": list_sizes,
        "UIDL": uidl,
        "RETR": retr,
        "TOP": top,
        "DELE": dele,
        "RSET": rset,
    }


def listing(title: str, lines: Iterable[str]) -> str:
    """Return a reply of several lines, which a lone dot ends."""
    return "\n".join([f"+OK {title}", *lines, "."])


def stuffed(content: bytes) -> bytes:
    """Double a dot at the start of each line and end the last one, RFC 1939 section 3."""
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]


def first_lines(content: bytes, body_lines: int) -> bytes:
    """Return the header, the empty line and the first lines of the body."""
    header, gap, body = content.partition(b"\r\n\r\n")
    return header + gap + b"".join(line + b"\r\n" for line in body.split(b"\r\n")[:body_lines])
