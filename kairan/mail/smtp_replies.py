"""What an SMTP server answers: replies, and the parser that finds them in whatever bytes arrive."""

from enum import IntEnum
from typing import NamedTuple

from kairan.mail.errors import enhanced_code


class Stage(IntEnum):
    """The step of a letter that a reply belongs to."""

    MAIL = 0
    RCPT = 1
    DATA = 2
    BODY = 3


class Reply(NamedTuple):
    """One reply: its code and the text of its lines, verbatim, joined with line feeds."""

    code: int
    words: str

    @property
    def enhanced(self) -> str:
        """The RFC 3463 code (``"5.7.1"``) or ``""``."""
        return enhanced_code(self.words)

    @property
    def lines(self) -> list[str]:
        """The text of each line."""
        return self.words.split("\n")

    def __str__(self) -> str:
        return f"{self.code} {self.words}"
