"""What administrators do with routes, and how a route becomes the plan of a course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kairan.approvals.models import Route, RouteStep
from kairan.approvals.planning import MOST_STEPS, PlannedStep
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class WrittenStep:
    """A step as an administrator wrote it."""

    title: str
    to: Selection
    needs_all: bool = False


@dataclass(frozen=True, kw_only=True)
class WrittenRoute:
    """A route as an administrator wrote it, its steps in their order."""

    name: str
    steps: Sequence[WrittenStep]
    is_active: bool = True


@transaction.atomic
def save_route(written: WrittenRoute, *, route: Route | None = None) -> Route:
    """Keep a route, or change it: records that are under way keep the steps they began with."""
    if not written.steps:
        raise Refused(_("A route needs at least one step."))
    if len(written.steps) > MOST_STEPS:
        most = {"most": MOST_STEPS}
        raise Refused(_("There are more than %(most)s steps. Take some out.") % most)
    route = route or Route()
    route.name, route.is_active = written.name, written.is_active
    route.save()
    route.steps.all().delete()
    RouteStep.objects.bulk_create(
        RouteStep(
            route=route,
            number=number,
            title=step.title,
            needs_all=step.needs_all,
            addressees={"people": list(step.to.people), "groups": list(step.to.groups)},
        )
        for number, step in enumerate(written.steps, start=1)
    )
    return route


def plan(route: Route, instead: Mapping[int, Selection] | None = None) -> list[PlannedStep]:
    """Return the steps of ``route`` with the people who work here now.

    ``instead`` holds, by the number of a step, whom the applicant chose in place of its people.
    """
    chosen = instead or {}
    return [
        PlannedStep(
            title=step.title,
            approvers=(chosen.get(step.number) or step.selection).ids(),
            needs_all=step.needs_all,
        )
        for step in route.steps.all()
    ]
