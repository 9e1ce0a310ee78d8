"""What a page shows of the way of a report: the seals, and whether it is one's turn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kairan.approvals.models import Course, Seat
from kairan.approvals.seals import Stage, drawn
from kairan.apps.expense.models import Report
from kairan.people.models import User


@dataclass(frozen=True)
class Way:
    """The stages of a report, as one person sees them."""

    stages: Sequence[Stage]
    is_mine: bool
    """Whether this person is or was asked to decide."""
    is_my_turn: bool
    has_nobody: bool
    """Whether everybody who is asked has left, so that nobody will decide."""


def way_of(report: Report, person: User) -> Way:
    """Return the way of ``report`` as ``person`` sees it; three queries."""
    course = Course.objects.with_seats().get(pk=report.course_id or 0)
    seats = [seat for step in course.steps.all() for seat in step.seats.all()]
    asked = [seat.person for seat in seats if seat.state == Seat.State.ASKED]
    return Way(
        # The title was written in the language of the claimant.
        stages=[replace(stage, title=_("Approval")) for stage in drawn(course)],
        is_mine=any(seat.person_id == person.pk for seat in seats),
        is_my_turn=person in asked,
        has_nobody=bool(asked) and not any(each.is_active for each in asked),
    )
