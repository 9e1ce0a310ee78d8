"""What a mail that came back can be, as plain values."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a mail is."""

    BOUNCE = "bounce"
    FEEDBACK = "feedback"
    VACATION = "vacation"
    DELIVERED = "delivered"
    REPLY = "reply"
    NONE = "none"


@dataclass(frozen=True)
class Failure:
    """What became of one recipient.

    ``status`` is one of RFC 3463, "" where nobody said one and none can be told. ``is_permanent``
    follows its class; ``is_unknown`` means that there is no such address.
    """

    address: str
    status: str
    is_permanent: bool
    is_unknown: bool


@dataclass(frozen=True)
class Classification:
    """What a mail is, whom it is about, and the server's own words."""

    kind: Kind
    failures: tuple[Failure, ...] = ()
    reason: str = ""
