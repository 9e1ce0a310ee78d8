"""A POP3 server that gives unique ids as it likes, and dies when a test says so."""

from itertools import count

from kairan.mail.testing.listening import HungUp
from kairan.mail.testing.scripted_pop3 import ScriptedPop3


def delivered(number):
    """Return a mail with the line that its last server wrote; no other has its size."""
    return (
        f"Received: from a.example (a.example [192.0.2.1]) by mx.example id {number:06}\r\n"
        f"From: mori@example.jp\r\nSubject: {number}\r\nMessage-ID: <same@x>\r\n\r\n"
        f"..{'x' * number}\r\n.\r\n"
    ).encode()


class HostilePop3(ScriptedPop3):
    """``uids`` are the unique ids by message number; ``dies_at`` is the command that kills it.

    ``quits_mutely``: it deletes at QUIT, and hangs up without a word.
    """

    def __init__(self, messages=(), **settings):
        super().__init__(messages, **settings)
        self._fresh = count(1)
        self.uids = {}
        self.dies_at = ""
        self.quits_mutely = False

    def deliver(self, mail):
        self.messages[max(self.messages, default=0) + 1] = mail

    def reissue(self):
        """Give every mail an id that no mail has had."""
        self.uids = {number: f"new{next(self._fresh)}" for number in self.messages}

    def rotate(self):
        """Give every mail the id of another one that lies there."""
        numbers = sorted(self.messages)
        uids = [self._uid(number) for number in numbers]
        self.uids.update(zip(numbers, uids[1:] + uids[:1], strict=True))

    def _uid(self, number):
        if number not in self.uids:
            self.uids[number] = f"uid{next(self._fresh)}"
        return self.uids[number]

    def _scripted(self, peer, command):
        if self.dies_at and command.startswith(self.dies_at):
            self.dies_at = ""
            raise HungUp
        return super()._scripted(peer, command)

    def _uidl(self, state, argument):
        lines = [f"{number} {self._uid(number)}" for number in self._shown(state)]
        self._say_lines(state.peer, "+OK", lines)

    def _quit(self, state, argument):
        if self.quits_mutely:
            self.quits_mutely = False
            for number in state.deleted:
                self.messages.pop(number, None)
            raise HungUp
        super()._quit(state, argument)

    _handlers = {**ScriptedPop3._handlers, "UIDL": _uidl, "QUIT": _quit}
