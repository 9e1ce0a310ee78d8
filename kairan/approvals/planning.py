"""What a course shall be, before it begins: steps, and who would really sit at them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kairan.shell.refusals import Refused

MOST_STEPS = 20
MOST_SEATS = 50


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """A step that a course shall have: its title, the ids of who decides, and by which rule."""

    title: str
    approvers: Sequence[int]
    needs_all: bool = False


def seated(
    steps: Sequence[PlannedStep], *, applicant: int, active: Collection[int]
) -> list[PlannedStep]:
    """Return ``steps`` with those who may really decide, each once and in the order given.

    Nobody decides about their own record and nobody who has left decides at all: such seats are
    left out. Raises Refused with a sentence when no step is given, or too many, or when a step
    would have nobody, for no step is skipped in silence.
    """
    if not steps:
        raise Refused(_("Choose who is to approve this: there is no step yet."))
    if len(steps) > MOST_STEPS:
        most = {"most": MOST_STEPS}
        raise Refused(_("There are more than %(most)s steps. Take some out.") % most)
    return [_filled(step, applicant=applicant, active=active) for step in steps]


def _filled(step: PlannedStep, *, applicant: int, active: Collection[int]) -> PlannedStep:
    people = [pk for pk in dict.fromkeys(step.approvers) if pk in active and pk != applicant]
    if not people:
        raise Refused(
            _(
                "Nobody is left to decide at “%(step)s”: "
                "it takes somebody besides the applicant who works here."
            )
            % {"step": step.title}
        )
    if len(people) > MOST_SEATS:
        raise Refused(
            _("More than %(most)s people would decide at “%(step)s”. Choose fewer.")
            % {"most": MOST_SEATS, "step": step.title}
        )
    return replace(step, approvers=tuple(people))
