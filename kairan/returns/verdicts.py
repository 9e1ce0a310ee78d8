"""What became of a returned mail, as a plain value on its way into the row."""

from dataclasses import dataclass
from uuid import UUID

from kairan.delivery.models import Envelope
from kairan.notices.models import Announcement
from kairan.people.models import User
from kairan.returns.models import ReturnedMail


@dataclass(frozen=True, kw_only=True)
class About:
    """Which mail of ours is answered, and whose it was."""

    announcement: Announcement
    person: User


@dataclass(frozen=True)
class Verdict:
    """What became of a mail, and whom or what it belongs to."""

    outcome: ReturnedMail.Outcome
    why: ReturnedMail.Why = ReturnedMail.Why.NOTHING
    envelope: Envelope | None = None
    about: About | None = None
    passed_to: User | None = None
    answer_key: UUID | None = None


def kept(why: ReturnedMail.Why, about: About | None = None) -> Verdict:
    """Return the verdict that an administrator has to look at a mail."""
    return Verdict(ReturnedMail.Outcome.KEPT, why, about=about)
