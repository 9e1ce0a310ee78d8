import pytest

from kairan.approvals.routes import WrittenRoute, WrittenStep, plan, save_route
from kairan.people.models import Group
from kairan.people.picker import Selection
from kairan.people.testing import hire
from kairan.shell.refusals import Refused


def test_a_route_becomes_a_plan_of_those_who_work_here(aiko, ben, chidi):
    group = Group.objects.create(name="Board")
    group.members.add(aiko, chidi, hire("gone", first_name="Gone", is_active=False))
    route = save_route(
        WrittenRoute(
            name="Purchases",
            steps=[
                WrittenStep(title="Section", to=Selection.of([ben])),
                WrittenStep(title="Board", to=Selection(groups=(group.pk,)), needs_all=True),
            ],
        )
    )

    planned = plan(route)

    assert [(step.title, step.approvers, step.needs_all) for step in planned] == [
        ("Section", [ben.pk], False),
        ("Board", [aiko.pk, chidi.pk], True),
    ]
    assert plan(route, {1: Selection.of([chidi])})[0].approvers == [chidi.pk]


def test_a_route_is_changed_as_a_whole(ben, chidi):
    route = save_route(
        WrittenRoute(name="R", steps=[WrittenStep(title="A", to=Selection.of([ben]))] * 3)
    )
    save_route(
        WrittenRoute(name="R", steps=[WrittenStep(title="B", to=Selection.of([chidi]))]),
        route=route,
    )

    assert [(step.number, step.title) for step in route.steps.all()] == [(1, "B")]


@pytest.mark.parametrize("count", [0, 21])
def test_a_route_has_a_step_and_not_too_many(ben, count):
    step = WrittenStep(title="A", to=Selection.of([ben]))

    with pytest.raises(Refused):
        save_route(WrittenRoute(name="R", steps=[step] * count))
