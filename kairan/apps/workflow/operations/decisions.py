"""What approvers do with the paper before them, and what follows for everybody else."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.approvals import operations as approvals
from kairan.approvals.models import Seat
from kairan.approvals.outcomes import Follows, Outcome
from kairan.apps.workflow.models import Paper, Submission
from kairan.apps.workflow.notices import (
    ApplicationApproved,
    ApplicationDelivered,
    ApplicationDenied,
    ApplicationReturned,
    Settled,
)
from kairan.apps.workflow.operations.papers import deliver, lock_under_way
from kairan.notices.operations import announce
from kairan.notices.operations import withdraw as take_back
from kairan.people.models import User
from kairan.shell.refusals import Refused

NEWS: dict[Follows, type[Settled]] = {
    Follows.APPROVED: ApplicationApproved,
    Follows.DENIED: ApplicationDenied,
    Follows.RETURNED: ApplicationReturned,
}


@transaction.atomic
def approve(paper: Paper, *, course: int, by: User, comment: str = "") -> None:
    """Approve what ``by`` has read: the sending ``course``, and no other."""
    submission = _as_read(paper, course)
    outcome = approvals.approve(submission.course, by=by, comment=comment)
    _follow(submission, outcome, by=by, comment=comment)


@transaction.atomic
def deny(paper: Paper, *, course: int, by: User, comment: str) -> None:
    """Deny the sending ``course`` for good, and say why."""
    submission = _as_read(paper, course)
    outcome = approvals.deny(submission.course, by=by, comment=comment)
    _follow(submission, outcome, by=by, comment=comment)


@transaction.atomic
def send_back(paper: Paper, *, course: int, by: User, comment: str) -> None:
    """Give the sending ``course`` back to its applicant, and say what to mend."""
    submission = _as_read(paper, course)
    outcome = approvals.send_back(submission.course, by=by, comment=comment)
    _follow(submission, outcome, by=by, comment=comment)


@transaction.atomic
def hand_over(paper: Paper, *, seat: Seat, to: User, by: User) -> None:
    """Let ``to`` decide in place of somebody who cannot; only administrators may ask for it."""
    if not by.is_administrator:
        raise Refused(_("Only administrators give the seat of one person to another."))
    submission = lock_under_way(paper)
    outcome = approvals.hand_over(seat, to=to)
    for person in User.objects.visible_to(by).filter(pk__in=outcome.passed_over):
        take_back(about=paper.about, notice=ApplicationDelivered, person=person)
    deliver(submission, outcome)


def _as_read(paper: Paper, course: int) -> Submission:
    submission = lock_under_way(paper)
    if submission.course_id != course:
        raise Refused(_("The applicant has sent this again meanwhile. Read it anew, then decide."))
    return submission


def _follow(submission: Submission, outcome: Outcome, *, by: User, comment: str) -> None:
    paper = submission.paper
    if outcome.follows is Follows.WAITING:
        take_back(about=paper.about, notice=ApplicationDelivered, person=by)
        return
    # Everybody of this step has decided, or need not any more.
    take_back(about=paper.about, notice=ApplicationDelivered)
    if outcome.follows is Follows.TURN:
        deliver(submission, outcome)
        return
    paper.state, paper.settled_at = Paper.State[outcome.follows.name], now()
    paper.save(update_fields=["state", "settled_at"])
    news = NEWS[outcome.follows]
    stuck = outcome.step.title if outcome.nobody_left and outcome.step is not None else ""
    announce(
        news.of(submission, by=str(by), comment=comment.strip(), stuck_at=stuck),
        to=[paper.author],
        by=by,
    )
