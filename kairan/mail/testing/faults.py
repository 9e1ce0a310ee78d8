"""What may go wrong at a scripted SMTP server, and what it accepted."""

import re
from dataclasses import dataclass
from enum import Enum


class Ending(Enum):
    """What a fault does to the connection."""

    NONE = "none"  # it goes on
    CLOSE = "close"  # after the reply, as with 421
    RESET = "reset"  # with RST, before any reply
    HANG = "hang"  # nothing is said any more until the client is gone


@dataclass
class Fault:
    """What goes wrong: at which command, for which letter, and how.

    ``at`` is CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BODY (after the final dot), INSIDE
    (in the middle of the body) or LOST (accepted and logged, the reply never sent). ``letter``
    counts MAIL commands from 1 over all connections, ``to`` is a recipient or a pattern of some;
    without either every letter is meant, or one in ``every``. ``reply`` may have several lines.
    ``times`` is how often at most.
    """

    at: str
    reply: str = ""
    letter: int | None = None
    to: str | re.Pattern[str] | None = None
    every: int = 1
    ending: Ending = Ending.NONE
    times: int | None = None

    def meets(self, at: str, letter: int, to: str) -> bool:
        """Whether this fault happens now."""
        return (
            self.at == at
            and self.letter in {None, letter}
            and letter % self.every == 0
            and self._means(to)
            and self.times != 0
        )

    def _means(self, to: str) -> bool:
        if isinstance(self.to, re.Pattern):
            return self.to.match(to) is not None
        return self.to is None or self.to == to


@dataclass(frozen=True)
class Accepted:
    """A letter this server took responsibility for; ``data`` with its dots undone.

    ``at`` is when, in seconds since the epoch, before the server says so.
    """

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    data: bytes
    mail_parameters: str = ""
    connection: int = 0
    at: float = 0.0
