"""What is drawn of a course: each step with its people as seals, before it begins and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kairan.approvals.models import Course, Seat
from kairan.approvals.planning import PlannedStep
from kairan.people.models import User


@dataclass(frozen=True, kw_only=True)
class Seal:
    """One person at a step: the whole name, the one on the seal, and what they decided."""

    name: str
    surname: str
    state: str
    at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step: its title, its rule, its seals, and whether its turn is now."""

    title: str
    needs_all: bool
    seals: Sequence[Seal]
    is_current: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether several people sit here, so that the rule has to be said."""
        return len(self.seals) > 1


def drawn(course: Course) -> list[Stage]:
    """Return the stages of a course that was loaded ``with_seats()``; no query."""
    return [
        Stage(
            title=step.title,
            needs_all=step.needs_all,
            seals=[_seal(seat) for seat in step.seats.all()],
            is_current=any(seat.state == Seat.State.ASKED for seat in step.seats.all()),
        )
        for step in course.steps.all()
    ]


def foreseen(steps: Sequence[PlannedStep], *, applicant: User) -> list[Stage]:
    """Return the stages of a course that has not begun, without the applicant; one query."""
    wanted = {pk for step in steps for pk in step.approvers} - {applicant.pk}
    people = User.objects.active().in_bulk(wanted)
    return [
        Stage(
            title=step.title,
            needs_all=step.needs_all,
            seals=[
                Seal(name=str(people[pk]), surname=_surname(people[pk]), state=Seat.State.AHEAD)
                for pk in dict.fromkeys(step.approvers)
                if pk in people
            ],
        )
        for step in steps
    ]


def _seal(seat: Seat) -> Seal:
    return Seal(
        name=str(seat.person),
        surname=_surname(seat.person),
        state=seat.state,
        at=seat.decided_at,
        comment=seat.comment,
    )


def _surname(person: User) -> str:
    return person.last_name or person.first_name
