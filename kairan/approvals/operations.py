"""What happens to a course. Every verb runs in the transaction of the app that calls it.

The row of the course is locked first, so that of two people who decide at once one comes second,
and is refused with a sentence. Nobody decides out of turn, twice, or about what has ended.
"""

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kairan.approvals.models import Course, Seat, Step
from kairan.approvals.outcomes import Follows, Outcome
from kairan.approvals.planning import PlannedStep, seated
from kairan.people.models import User
from kairan.people.picker.selection import active_among
from kairan.shell.refusals import Refused


def begin(about: str, steps: Sequence[PlannedStep], *, by: User) -> Outcome:
    """Send the record ``about`` (such as ``workflow:12``) on a new course; the first turn comes.

    ``by`` is the applicant. Seats of the applicant and of people who have left are left out; a
    step that would be empty is refused, and so is a second course while one is running.
    """
    _insist_on_transaction()
    active = active_among(pk for step in steps for pk in step.approvers)
    planned = seated(steps, applicant=by.pk, active=active)
    course = _begun(about, by=by)
    rows = Step.objects.bulk_create(
        Step(course=course, number=number, title=step.title, needs_all=step.needs_all)
        for number, step in enumerate(planned, start=1)
    )
    Seat.objects.bulk_create(
        Seat(course=course, step=row, person_id=person, app=about.partition(":")[0])
        for row, step in zip(rows, planned, strict=True)
        for person in step.approvers
    )
    return _next_turn(course, after=0)


def approve(course: Course, *, by: User, comment: str = "") -> Outcome:
    """Set the seal of ``by``, whose turn it is; the next turn comes, or the end."""
    seat = _decide(course, Seat.State.APPROVED, by=by, comment=comment)
    step = seat.step
    open_seats = step.seats.filter(state=Seat.State.ASKED)
    if step.needs_all and open_seats.filter(person__is_active=True).exists():
        return Outcome(course=course, follows=Follows.WAITING, step=step)
    passed_over = _pass_over(course)
    return _next_turn(course, after=step.number, passed_over=passed_over)


def deny(course: Course, *, by: User, comment: str) -> Outcome:
    """Refuse the record for good; needs a comment. One denial ends the course."""
    _insist_on_reason(comment)
    seat = _decide(course, Seat.State.DENIED, by=by, comment=comment)
    return _end(course, Follows.DENIED, step=seat.step)


def send_back(course: Course, *, by: User, comment: str) -> Outcome:
    """Give the record back to the applicant to be mended; needs a comment. Ends the course."""
    _insist_on_reason(comment)
    seat = _decide(course, Seat.State.RETURNED, by=by, comment=comment)
    return _end(course, Follows.RETURNED, step=seat.step)


def withdraw(course: Course, *, by: User) -> Outcome:
    """Take the record back; only who sent it may, and only while it is under way."""
    _lock_running(course)
    if course.created_by_id != by.pk:
        raise Refused(_("Only the applicant can withdraw this."))
    return _end(course, Follows.WITHDRAWN)


def hand_over(seat: Seat, *, to: User) -> Outcome:
    """Give the seat of somebody who cannot decide to ``to``; whose turn it was, is passed over."""
    course = seat.course
    _lock_running(course)
    seat.refresh_from_db()
    if seat.state not in {Seat.State.AHEAD, Seat.State.ASKED}:
        raise Refused(_("This seat needs no decision any more."))
    if not to.is_active or to.pk == course.created_by_id:
        raise Refused(_("Choose somebody besides the applicant who works here."))
    if seat.step.seats.filter(person=to).exists():
        raise Refused(_("%(person)s sits at this step already.") % {"person": to})
    before, is_asked = seat.person_id, seat.state == Seat.State.ASKED
    if is_asked:
        Seat.objects.create(
            course=course,
            step=seat.step,
            person=to,
            app=seat.app,
            state=Seat.State.ASKED,
            asked_at=now(),
        )
        Seat.objects.filter(pk=seat.pk).update(state=Seat.State.PASSED)
    else:
        Seat.objects.filter(pk=seat.pk).update(person=to)
    return Outcome(
        course=course,
        follows=Follows.TURN if is_asked else Follows.WAITING,
        step=seat.step,
        turn=(to.pk,) if is_asked else (),
        passed_over=(before,) if is_asked else (),
    )


def _begun(about: str, *, by: User) -> Course:
    try:
        with transaction.atomic():
            return Course.objects.create(about=about, created_by=by, began_at=now())
    except IntegrityError as error:
        raise Refused(_("This has been sent already; its approvers have it.")) from error


def _insist_on_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A decision and its announcement belong in one transaction.")


def _insist_on_reason(comment: str) -> None:
    if not comment.strip():
        raise Refused(_("Say why in the comment: the applicant reads it."))


def _lock_running(course: Course) -> None:
    """Lock the row and refuse what has ended, whatever this copy of it believes."""
    _insist_on_transaction()
    fresh = Course.objects.select_for_update().get(pk=course.pk)
    course.state, course.ended_at = fresh.state, fresh.ended_at
    if not course.is_running:
        raise Refused(_ended(course))


def _ended(course: Course) -> str:
    return {
        Course.State.APPROVED: _("This has been approved already; nothing is left to decide."),
        Course.State.DENIED: _("This has been denied already; nothing is left to decide."),
        Course.State.RETURNED: _("This was sent back to the applicant; nothing is left to decide."),
        Course.State.WITHDRAWN: _("The applicant has withdrawn this; nothing is left to decide."),
    }[Course.State(course.state)]


def _decide(course: Course, state: Seat.State, *, by: User, comment: str) -> Seat:
    _lock_running(course)
    turn = course.seats.turns_of(by)
    if not by.is_active or not turn.exists():
        raise Refused(_not_the_turn_of(by, course))
    seat = turn.select_related("step").get()
    seat.state, seat.comment, seat.decided_at = state, comment.strip(), now()
    seat.save(update_fields=["state", "comment", "decided_at"])
    return seat


def _not_the_turn_of(person: User, course: Course) -> str:
    last = course.seats.concerning(person).order_by("-step__number").first()
    if last is not None and last.state == Seat.State.PASSED:
        return _("A colleague has decided this step already; your decision is not needed.")
    if last is not None:
        return _("You have decided this already.")
    return _("It is not your turn to decide this.")


def _next_turn(course: Course, *, after: int, passed_over: tuple[int, ...] = ()) -> Outcome:
    """Ask the people of the step that follows; where nobody of them is left, give it back."""
    step = course.steps.filter(number__gt=after).order_by("number").first()
    if step is None:
        return _end(course, Follows.APPROVED, passed_over=passed_over)
    seats = step.seats.filter(person__is_active=True).order_by("pk")
    turn = tuple(seats.values_list("person_id", flat=True))
    if not turn:
        return _end(course, Follows.RETURNED, step=step, passed_over=passed_over, nobody_left=True)
    step.seats.filter(person_id__in=turn).update(state=Seat.State.ASKED, asked_at=now())
    step.seats.filter(state=Seat.State.AHEAD).update(state=Seat.State.PASSED)
    return Outcome(
        course=course, follows=Follows.TURN, step=step, turn=turn, passed_over=passed_over
    )


def _end(
    course: Course,
    follows: Follows,
    *,
    step: Step | None = None,
    passed_over: tuple[int, ...] = (),
    nobody_left: bool = False,
) -> Outcome:
    course.state, course.ended_at = Course.State[follows.name], now()
    course.save(update_fields=["state", "ended_at"])
    return Outcome(
        course=course,
        follows=follows,
        step=step,
        passed_over=passed_over + _pass_over(course),
        nobody_left=nobody_left,
    )


def _pass_over(course: Course) -> tuple[int, ...]:
    """End the turn of everybody who has not decided; return who they are."""
    asked = course.seats.filter(state=Seat.State.ASKED)
    people = tuple(asked.order_by("pk").values_list("person_id", flat=True))
    asked.update(state=Seat.State.PASSED)
    return people
