"""What an SMTP reply means for a letter: wait, give up this recipient, this letter, or fix us."""

from enum import Enum
from typing import NamedTuple

from kairan.mail.errors import Kind
from kairan.mail.smtp_replies import Reply, Stage


class Fault(Enum):
    """Whom a reply is about."""

    NOBODY = "nobody"  # accepted
    TEMPORARY = "temporary"  # wait and try again
    RECIPIENT = "recipient"  # this address will never work
    LETTER = "letter"  # this letter will never be taken
    US = "us"  # login, relaying, sender: every letter would fare alike


class Judgement(NamedTuple):
    """Whom the reply is about, what is wrong (``None`` when accepted), whether waiting helps."""

    fault: Fault
    kind: Kind | None
    temporary: bool


def judge(stage: Stage, reply: Reply) -> Judgement:
    """Return what ``reply`` at ``stage`` means (RFC 5321 §4.2, RFC 3463, and servers as they are)."""
    raise NotImplementedError
