"""What follows from a beginning, a decision or a withdrawal: the app announces it."""

from dataclasses import dataclass
from enum import Enum, auto

from kairan.approvals.models import Course, Step


class Follows(Enum):
    """What follows."""

    TURN = auto()
    """The turn of a step has come: tell exactly ``Outcome.turn``."""
    WAITING = auto()
    """The same step waits for more of its people; nobody is to be told."""
    APPROVED = auto()
    """The last step was approved: tell the applicant."""
    DENIED = auto()
    """It was denied for good: tell the applicant."""
    RETURNED = auto()
    """It went back to the applicant, who may mend it and begin a new course."""
    WITHDRAWN = auto()
    """The applicant took it back."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What follows, for whom. People are ids."""

    course: Course
    follows: Follows
    step: Step | None = None
    """The step at which it is now or has ended."""
    turn: tuple[int, ...] = ()
    """Whose turn has come just now. Everybody stands in one outcome for each turn, once."""
    passed_over: tuple[int, ...] = ()
    """Whose turn is over without their having decided: take back their mail that waits."""
    nobody_left: bool = False
    """With ``RETURNED``: nobody who still works here sits at ``step``; no approver sent it back."""
