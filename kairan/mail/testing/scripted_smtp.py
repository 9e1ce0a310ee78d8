"""An SMTP server that does what a test tells it, and logs every letter at its acceptance."""

import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kairan.mail.servers import Security, SmtpServer
from kairan.mail.testing.faults import Accepted, Ending, Fault
from kairan.mail.testing.identity import Identity
from kairan.mail.testing.listening import HungUp, Listener, Peer
from kairan.mail.testing.logging_in import user_of

_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)

__all__ = ["OFFERED", "Accepted", "Ending", "Fault", "ScriptedSmtp"]

OFFERED = ("PIPELINING", "SIZE 10485760", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")


@dataclass
class _State:
    peer: Peer
    number: int
    letter: int = 0
    sender: str | None = None
    parameters: str = ""
    recipients: list[str] = field(default_factory=list)
    logged_in: str = ""

    def clear(self) -> None:
        self.sender = None
        self.recipients = []


class ScriptedSmtp(Listener):
    """A scripted SMTP server; ``accepted`` is its log, ``commands`` every line it was told.

    ``users`` may log in; ``login_required`` makes MAIL wait for it; ``relays`` is asked before
    each RCPT when given (POP before SMTP). ``offers`` are the EHLO keywords; empty means that
    EHLO is unknown and only HELO works. ``identity`` offers STARTTLS, or with ``implicit_tls``
    begins at once. ``split`` sends every reply byte by byte. Faults may be changed while it runs.
    """

    def __init__(  # noqa: PLR0913 - a test names the few it means
        self,
        *faults: Fault,
        offers: Iterable[str] = OFFERED,
        users: dict[str, str] | None = None,
        mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN", "CRAM-MD5"),
        login_required: bool = False,
        relays: Callable[[], bool] | None = None,
        identity: Identity | None = None,
        implicit_tls: bool = False,
        split: bool = False,
    ) -> None:
        super().__init__(self._converse, split=split)
        self.faults = list(faults)
        self.accepted: list[Accepted] = []
        self.commands: list[str] = []
        self.logins: list[str] = []
        self._offers = tuple(offers)
        self._users = users or {}
        self._mechanisms = mechanisms
        self._login_required = login_required
        self._relays = relays
        self._identity = identity
        self._implicit_tls = implicit_tls
        self._letters = 0
        self._lock = threading.Lock()

    def settings(self, **changes: object) -> SmtpServer:
        """Return the settings of a client that talks to this server."""
        values: dict[str, object] = {
            "host": self.host,
            "port": self.port,
            "security": Security.NONE,
            "timeout": 10.0,
            "helo_name": "office.example",
        }
        return SmtpServer(**{**values, **changes})  # type: ignore[arg-type]

    @property
    def message_ids(self) -> list[str]:
        """The Message-ID of every accepted letter, in order."""
        return [letter.message_id for letter in self.accepted]

    def wait_for(self, letters: int, timeout: float = 10.0) -> None:
        """Wait until so many letters were accepted; raise AssertionError when they do not come."""
        until = time.monotonic() + timeout
        while len(self.accepted) < letters:
            assert time.monotonic() < until, f"{len(self.accepted)} of {letters} letters came"
            time.sleep(0.005)

    def _converse(self, peer: Peer) -> None:
        if self._identity is not None and self._implicit_tls:
            peer.start_tls(self._identity.context())
        state = _State(peer, self.connections)
        if not self._fault("CONNECT", state):
            self._say(state, "220 scripted.example ESMTP")
        while True:
            line = peer.line().decode("utf-8", "surrogateescape")
            self.commands.append(line)
            verb, _, argument = line.partition(" ")
            handler = self._handlers.get(verb.upper())
            if handler is None:
                self._say(state, "500 5.5.1 unknown command")
            else:
                handler(self, state, argument)

    def _say(self, state: _State, reply: str) -> None:
        *earlier, last = reply.split("\n")
        code = reply[:3]
        lines = [f"{code}-{line.removeprefix(code + ' ')}" for line in earlier]
        lines.append(last if last.startswith(code) else f"{code} {last}")
        state.peer.say("".join(f"{line}\r\n" for line in lines).encode())

    def _fault(self, at: str, state: _State, to: str = "") -> bool:
        """Let a fault happen; return whether one replied."""
        with self._lock:
            fault = next((f for f in self.faults if f.meets(at, state.letter, to)), None)
            if fault is None:
                return False
            if fault.times is not None:
                fault.times -= 1
        if fault.ending is Ending.RESET:
            state.peer.reset()
        if fault.ending is Ending.HANG:
            state.peer.hang()
        if fault.reply:
            self._say(state, fault.reply)
        if fault.ending is Ending.CLOSE:
            raise HungUp
        return bool(fault.reply)

    def _ehlo(self, state: _State, argument: str) -> None:
        if self._fault("EHLO", state):
            return
        if not self._offers:
            self._say(state, "502 5.5.1 command not implemented")
            return
        offers = [f"scripted.example greets {argument}", *self._offers]
        if self._identity is not None and not state.peer.protected:
            offers.append("STARTTLS")
        if self._users and self._mechanisms:
            offers.append("AUTH " + " ".join(self._mechanisms))
        self._say(state, "250 " + "\n".join(offers))

    def _helo(self, state: _State, argument: str) -> None:
        self._say(state, "250 scripted.example")

    def _starttls(self, state: _State, argument: str) -> None:
        if self._fault("STARTTLS", state):
            return
        if self._identity is None:
            self._say(state, "502 5.5.1 no TLS here")
            return
        self._say(state, "220 2.0.0 go ahead")
        state.peer.start_tls(self._identity.context())

    def _auth(self, state: _State, argument: str) -> None:
        if self._fault("AUTH", state):
            return
        mechanism, _, initial = argument.partition(" ")
        if mechanism not in self._mechanisms:
            self._say(state, "504 5.5.4 mechanism not supported")
            return
        user = user_of(
            mechanism, initial, users=self._users, ask=lambda question: self._asked(state, question)
        )
        if user is None:
            self._say(state, "535 5.7.8 Error: authentication failed")
            return
        state.logged_in = user
        self.logins.append(f"{mechanism} {user}")
        self._say(state, "235 2.7.0 Authentication successful")

    def _asked(self, state: _State, question: str) -> str:
        self._say(state, f"334 {question}")
        return state.peer.line().decode()

    def _mail(self, state: _State, argument: str) -> None:
        with self._lock:
            self._letters += 1
            state.letter = self._letters
        if self._fault("MAIL", state):
            return
        if self._login_required and not state.logged_in:
            self._say(state, "530 5.7.0 Authentication required")
        elif state.sender is not None:
            self._say(state, "503 5.5.1 nested MAIL command")
        else:
            path, _, state.parameters = argument.partition(">")
            state.sender = path.partition("<")[2]
            self._say(state, "250 2.1.0 Ok")

    def _rcpt(self, state: _State, argument: str) -> None:
        to = argument.partition("<")[2].rpartition(">")[0]
        if state.sender is None:
            self._say(state, "503 5.5.1 need MAIL command")
        elif self._fault("RCPT", state, to):
            pass
        elif self._relays is not None and not self._relays():
            self._say(state, f"554 5.7.1 <{to}>: Relay access denied")
        else:
            state.recipients.append(to)
            self._say(state, "250 2.1.5 Ok")

    def _data(self, state: _State, argument: str) -> None:
        to = state.recipients[0] if state.recipients else ""
        if self._fault("DATA", state, to):
            if self.faults and any(f.at == "DATA" and f.reply[:3] == "354" for f in self.faults):
                state.peer.body()
                self._say(state, "554 5.5.1 no valid recipients")
                state.clear()
            return
        if not state.recipients:
            self._say(
                state,
                "503 5.5.1 need RCPT command"
                if state.sender is None
                else "554 5.5.1 no valid recipients",
            )
            return
        self._say(state, "354 end with a dot")
        self._fault_inside(state, to)
        data = state.peer.body()
        if self._fault("BODY", state, to):
            state.clear()
            return
        self._accept_letter(state, data)
        if any(f.meets("LOST", state.letter, to) for f in self.faults):
            self._fault("LOST", state, to)
            state.peer.reset()
        number = len(self.accepted)
        state.clear()
        self._say(state, f"250 2.0.0 Ok: queued as {number:X}")

    def _fault_inside(self, state: _State, to: str) -> None:
        if any(f.meets("INSIDE", state.letter, to) for f in self.faults):
            state.peer.body(at_most=10)
            self._fault("INSIDE", state, to)
            state.peer.reset()

    def _accept_letter(self, state: _State, data: bytes) -> None:
        found = _MESSAGE_ID.search(data)
        letter = Accepted(
            found[1].decode() if found else "",
            state.sender or "",
            tuple(state.recipients),
            data,
            state.parameters.strip(),
            state.number,
            time.time(),
        )
        with self._lock:
            self.accepted.append(letter)

    def _rset(self, state: _State, argument: str) -> None:
        state.clear()
        self._say(state, "250 2.0.0 Ok")

    def _noop(self, state: _State, argument: str) -> None:
        self._say(state, "250 2.0.0 Ok")

    def _quit(self, state: _State, argument: str) -> None:
        self._say(state, "221 2.0.0 Bye")
        raise HungUp

    _handlers = {
        "EHLO": _ehlo,
        "HELO": _helo,
        "STARTTLS": _starttls,
        "AUTH": _auth,
        "MAIL": _mail,
        "RCPT": _rcpt,
        "DATA": _data,
        "RSET": _rset,
        "NOOP": _noop,
        "QUIT": _quit,
    }
