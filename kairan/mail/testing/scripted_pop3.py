"""A POP3 server that does what a test tells it: logins, quirks, faults, and a log of commands."""

import base64
import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from kairan.mail.pop3_bodies import stuff
from kairan.mail.servers import PopServer, Security
from kairan.mail.testing.identity import Identity
from kairan.mail.testing.listening import HungUp, Listener, Peer

CAPABILITIES = ("TOP", "USER", "UIDL", "PIPELINING", "SASL PLAIN", "RESP-CODES")
STAMP = "<1896.697170952@scripted.example>"


@dataclass
class _State:
    peer: Peer
    user: str = ""
    logged_in: bool = False
    deleted: set[int] = field(default_factory=set)


class ScriptedPop3(Listener):
    """A scripted POP3 server with one mailbox; ``commands`` is every line it was told.

    ``messages`` are raw with CRLF lines. ``replies`` maps a command (``"PASS"``, ``"RETR 2"``,
    ``"greeting"``) to what is answered verbatim instead (bytes, line ends included); one that
    ends in ``HANG UP`` closes the connection after what stands before. ``capabilities`` empty
    means that CAPA is unknown. ``newline`` ends every line the server itself says.
    """

    def __init__(  # noqa: PLR0913 - a test names the few it means
        self,
        messages: Iterable[bytes] = (),
        *,
        users: dict[str, str] | None = None,
        capabilities: Iterable[str] = CAPABILITIES,
        stamp: str = STAMP,
        replies: dict[str, bytes] | None = None,
        identity: Identity | None = None,
        implicit_tls: bool = False,
        split: bool = False,
        newline: bytes = b"\r\n",
    ) -> None:
        super().__init__(self._converse, split=split)
        self.messages = dict(enumerate(messages, 1))
        self.commands: list[str] = []
        self.logins: list[str] = []
        self.replies = replies or {}
        self._users = users or {"aiko": "secret"}
        self._capabilities = tuple(capabilities)
        self._stamp = stamp
        self._identity = identity
        self._implicit_tls = implicit_tls
        self._newline = newline
        self._lock = threading.Lock()

    def settings(self, **changes: object) -> PopServer:
        """Return the settings of a client that talks to this server."""
        values: dict[str, object] = {
            "host": self.host,
            "port": self.port,
            "security": Security.NONE,
            "user": "aiko",
            "password": "secret",
            "timeout": 10.0,
        }
        return PopServer(**{**values, **changes})  # type: ignore[arg-type]

    def _converse(self, peer: Peer) -> None:
        if self._identity is not None and self._implicit_tls:
            peer.start_tls(self._identity.context())
        state = _State(peer)
        if not self._scripted(peer, "greeting"):
            self._say(peer, f"+OK scripted {self._stamp}".rstrip())
        while True:
            line = peer.line().decode("utf-8", "surrogateescape")
            self.commands.append(line)
            verb, _, argument = line.partition(" ")
            if self._scripted(peer, line) or self._scripted(peer, verb):
                continue
            handler = self._handlers.get(verb.upper())
            if handler is None or (verb == "CAPA" and not self._capabilities):
                self._say(peer, "-ERR unknown command")
            else:
                handler(self, state, argument)

    def _scripted(self, peer: Peer, command: str) -> bool:
        reply = self.replies.get(command)
        if reply is None:
            return False
        before, hang_up, _ = reply.partition(b"HANG UP")
        peer.say(before)
        if hang_up:
            raise HungUp
        return True

    def _say(self, peer: Peer, line: str) -> None:
        peer.say(line.encode() + self._newline)

    def _say_lines(self, peer: Peer, first: str, lines: Iterable[str]) -> None:
        end = self._newline
        peer.say(b"".join(line.encode() + end for line in (first, *lines, ".")))

    def _send_message(self, peer: Peer, first: str, message: bytes) -> None:
        data = first.encode() + b"\r\n" + stuff(message)
        peer.say(data if self._newline == b"\r\n" else data.replace(b"\r\n", self._newline))

    def _capa(self, state: _State, argument: str) -> None:
        offered = list(self._capabilities)
        if self._identity is not None and not state.peer.protected:
            offered.append("STLS")
        self._say_lines(state.peer, "+OK", offered)

    def _stls(self, state: _State, argument: str) -> None:
        if self._identity is None:
            self._say(state.peer, "-ERR no TLS here")
            return
        self._say(state.peer, "+OK begin")
        state.peer.start_tls(self._identity.context())

    def _user(self, state: _State, argument: str) -> None:
        state.user = argument
        self._say(state.peer, "+OK")

    def _pass(self, state: _State, argument: str) -> None:
        self._enter(state, "USER", state.user, right=self._users.get(state.user) == argument)

    def _apop(self, state: _State, argument: str) -> None:
        user, _, digest = argument.rpartition(" ")
        stamped = (self._stamp + self._users.get(user, "")).encode()
        right = user in self._users and hashlib.md5(stamped).hexdigest() == digest
        self._enter(state, "APOP", user, right=right)

    def _auth(self, state: _State, argument: str) -> None:
        _, _, response = argument.partition(" ")
        if not response:
            self._say(state.peer, "+ ")
            response = state.peer.line().decode()
        _, user, password = base64.b64decode(response).decode().split("\0")
        self._enter(state, "PLAIN", user, right=self._users.get(user) == password)

    def _enter(self, state: _State, way: str, user: str, *, right: bool) -> None:
        if right:
            state.logged_in = True
            self.logins.append(f"{way} {user}")
            self._say(state.peer, "+OK logged in")
        else:
            self._say(state.peer, "-ERR [AUTH] Authentication failed.")

    def _shown(self, state: _State) -> dict[int, bytes]:
        return {n: data for n, data in self.messages.items() if n not in state.deleted}

    def _stat(self, state: _State, argument: str) -> None:
        shown = self._shown(state)
        self._say(state.peer, f"+OK {len(shown)} {sum(map(len, shown.values()))}")

    def _uidl(self, state: _State, argument: str) -> None:
        uids = {n: hashlib.sha256(data).hexdigest()[:16] for n, data in self._shown(state).items()}
        self._say_lines(state.peer, "+OK", [f"{n} {n:04d}{uid}" for n, uid in uids.items()])

    def _list(self, state: _State, argument: str) -> None:
        shown = self._shown(state)
        self._say_lines(state.peer, "+OK", [f"{n} {len(data)}" for n, data in shown.items()])

    def _retr(self, state: _State, argument: str) -> None:
        message = self._shown(state).get(int(argument))
        if not state.logged_in or message is None:
            self._say(state.peer, "-ERR no such message")
        else:
            self._send_message(state.peer, f"+OK {len(message)} octets", message)

    def _top(self, state: _State, argument: str) -> None:
        number, lines = map(int, argument.split())
        head, _, body = self._shown(state)[number].partition(b"\r\n\r\n")
        kept = b"".join(body.splitlines(keepends=True)[:lines])
        self._send_message(state.peer, "+OK", head + b"\r\n\r\n" + kept)

    def _dele(self, state: _State, argument: str) -> None:
        number = int(argument)
        if number in self._shown(state):
            state.deleted.add(number)
            self._say(state.peer, "+OK")
        else:
            self._say(state.peer, "-ERR no such message")

    def _noop(self, state: _State, argument: str) -> None:
        self._say(state.peer, "+OK")

    def _rset(self, state: _State, argument: str) -> None:
        state.deleted.clear()
        self._say(state.peer, "+OK")

    def _utf8(self, state: _State, argument: str) -> None:
        self._say(state.peer, "+OK")

    def _quit(self, state: _State, argument: str) -> None:
        with self._lock:
            for number in state.deleted:
                self.messages.pop(number, None)
        self._say(state.peer, "+OK bye")
        raise HungUp

    _handlers = {
        "CAPA": _capa,
        "STLS": _stls,
        "USER": _user,
        "PASS": _pass,
        "APOP": _apop,
        "AUTH": _auth,
        "STAT": _stat,
        "UIDL": _uidl,
        "LIST": _list,
        "RETR": _retr,
        "TOP": _top,
        "DELE": _dele,
        "NOOP": _noop,
        "RSET": _rset,
        "UTF8": _utf8,
        "QUIT": _quit,
    }
